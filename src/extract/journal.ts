import { type Found, readClues } from './clues.ts';
import { ldObjects, ldTexts, ldTypes } from './json-ld.ts';
import type { Page } from './page.ts';

const CLUES = [
  'meta:citation_journal_title',
  'meta:prism.publicationname',
  'meta:citation_conference_title',
  'meta:dc.source',
  'meta:dcterms.ispartof',
];

/** The journal that the page itself appears in, as it writes it. */
export function extractJournal(page: Page): Found | null {
  const said = readClues(page, CLUES).find(({ value }) => value.length <= 200 && !/^https?:/.test(value));
  if (said) return said;
  const part = ldObjects(page.article?.isPartOf, page.jsonLd).flatMap((node) =>
    node ? [node, ...ldObjects(node.isPartOf, page.jsonLd)] : [],
  );
  const periodical = part.find(
    (node) =>
      node && typeof node === 'object' && ldTypes(node).some((type) => /Periodical|Journal/.test(type)),
  );
  const name = ldTexts(periodical?.name)[0];
  return name ? { value: name, why: 'json-ld isPartOf' } : null;
}
