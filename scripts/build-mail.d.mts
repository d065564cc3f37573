export function buildMail(source?: string): Promise<string>;
