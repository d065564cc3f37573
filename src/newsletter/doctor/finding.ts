/** What a check came to. `note`: nothing that stops mails, but to be known. */
export type Finding = { check: string; status: 'fine' | 'note' | 'problem'; message: string };

/** A TXT record that the domain needs, as a zone file has it. `isThere`: null where DNS could not be asked. */
export type DnsRecord = { name: string; value: string; isThere: boolean | null };

export const fine = (check: string, message: string): Finding => ({ check, status: 'fine', message });
export const note = (check: string, message: string): Finding => ({ check, status: 'note', message });
export const problem = (check: string, message: string): Finding => ({ check, status: 'problem', message });
