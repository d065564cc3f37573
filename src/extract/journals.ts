import { readFile } from 'node:fs/promises';

export type Journal = { title: string; abbreviation: string | null };

/** Journals by every name they go by, reduced to what `journalKey` leaves of it. */
export type Journals = ReadonlyMap<string, Journal>;

/** The table of journals, read once by whoever needs it. Throws where the file that comes with the code is missing. */
export async function loadJournals(): Promise<Journals> {
  const file = new URL('./data/journals.json', import.meta.url);
  const rows = JSON.parse(await readFile(file, 'utf8')) as [
    title: string,
    abbreviation: string,
    ...aliases: string[],
  ][];
  const byName = new Map<string, Journal>();
  const journals = rows.map(([title, abbreviation]): Journal => ({ title, abbreviation }));
  // All titles before all abbreviations: a journal called "Med" is meant before another's abbreviation.
  for (const journal of journals) byName.set(journalKey(journal.title), journal);
  rows.forEach(([, ...names], index) => {
    const journal = journals[index] as Journal;
    for (const name of names) if (!byName.has(journalKey(name))) byName.set(journalKey(name), journal);
  });
  return byName;
}

/**
 * A journal's one spelling for its title, abbreviation or a variant of them ("N. Engl. J. Med.", "NEJM",
 * "Lancet (London, England)"); null for a name that the table does not have.
 */
export function normaliseJournal(name: string, journals: Journals): Journal | null {
  if (name.length > 300) return null;
  const tidy = name.replace(/<[^<>]{0,200}>/g, ' ').replace(/&amp;/gi, '&');
  for (const variant of [tidy, withoutIssue(tidy), withoutSubtitle(withoutIssue(tidy))]) {
    const journal = journals.get(journalKey(variant));
    if (journal) return journal;
  }
  return null;
}

function journalKey(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^the /, '');
}

/** "Heart, vol. 7, issue 2", "Heart 2024;110:3", "Heart (2024)", "Heart current issue" → "Heart". */
const withoutIssue = (name: string): string =>
  name
    .replace(/[\s,;:]+(?:vol(?:ume)?\b|issue\b|no\.|(?:19|20)\d\d\b).*$/i, '')
    .replace(/\s*\((?:19|20)\d\d\)\s*$/, '')
    .replace(/\s+(?:current issue|latest articles|online first|early view|ahead of print)\s*$/i, '');

/** What stands behind a colon, an equals sign, a slash or in brackets at the end. */
const withoutSubtitle = (name: string): string => name.replace(/\s*(?:[:=/|(\u2013\u2014]|\s-\s).*$/, '');
