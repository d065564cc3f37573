import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { type Instant, toInstant } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { Notice } from '../core/story.ts';

/** A notice, and the paper that it is about. */
export type PaperNotice = { doi: string | null; pmid: string | null; notice: Notice };

export type RetractionCsvFailure = { code: 'not-retraction-watch' | 'malformed'; message: string };

type Row = Record<
  | 'RetractionDate'
  | 'RetractionDOI'
  | 'OriginalPaperDOI'
  | 'OriginalPaperPubMedID'
  | 'RetractionNature'
  | 'Reason',
  string
>;

const COLUMNS: (keyof Row)[] = [
  'OriginalPaperDOI',
  'OriginalPaperPubMedID',
  'RetractionNature',
  'RetractionDate',
  'RetractionDOI',
  'Reason',
];

/**
 * Notices of the Retraction Watch table as Crossref publishes it, in its order, as learned of at `at`. Rows that name
 * neither DOI nor PubMed ID of a paper are left out, and so is what a later reinstatement took back.
 */
export async function parseRetractionCsv(
  csv: string | Uint8Array | AsyncIterable<string | Uint8Array>,
  at: Instant,
): Promise<Result<PaperNotice[], RetractionCsvFailure>> {
  const source = typeof csv === 'string' || csv instanceof Uint8Array ? [csv] : csv;
  const rows = Readable.from(source).pipe(
    parse({
      bom: true,
      columns: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: 1_000_000,
    }),
  );
  const notices: PaperNotice[] = [];
  const reinstated = new Map<string, Instant | null>();
  let isFirst = true;
  try {
    for await (const row of rows as AsyncIterable<Partial<Row>>) {
      const missing = COLUMNS.filter((column) => row[column] === undefined);
      if (isFirst && missing.length > 0) return err(notTheTable(missing));
      isFirst = false;
      const paper = { doi: doiIn(row.OriginalPaperDOI), pmid: pmidIn(row.OriginalPaperPubMedID) };
      const date = dateIn(row.RetractionDate);
      if (/^reinstatement/i.test(row.RetractionNature ?? ''))
        for (const name of namesOf(paper)) reinstated.set(name, date);
      const kind = kindOf(row.RetractionNature ?? '');
      if (!kind || (!paper.doi && !paper.pmid)) continue;
      const noticeDoi = doiIn(row.RetractionDOI);
      const url = noticeDoi ? `https://doi.org/${encodeURI(noticeDoi)}` : null;
      notices.push({
        ...paper,
        notice: { kind, at, date, reason: reasonIn(row.Reason), url, doi: paper.doi },
      });
    }
  } catch (error) {
    return err({
      code: 'malformed',
      message: `The CSV can't be read: ${(error as Error).message}. Download it again.`,
    });
  }
  if (isFirst) return err(notTheTable(COLUMNS));
  return ok(notices.filter((each) => !isTakenBack(each, reinstated)));
}

const notTheTable = (missing: readonly string[]): RetractionCsvFailure => ({
  code: 'not-retraction-watch',
  message: `This is not the Retraction Watch table: it has no row with the column ${missing.join(', ')}. Use the CSV that Crossref publishes.`,
});

function kindOf(nature: string): Notice['kind'] | null {
  const lower = nature.trim().toLowerCase();
  if (lower.startsWith('retraction')) return 'retraction';
  if (lower.startsWith('expression of concern')) return 'expression of concern';
  return lower.startsWith('correction') ? 'correction' : null;
}

/** "unavailable" and empty stand for none. */
function doiIn(value: string | undefined): string | null {
  const doi = (value ?? '')
    .trim()
    .toLowerCase()
    .replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)/, '');
  return /^10\.\d{4,9}(?:\.\d+)*\/\S+$/.test(doi) ? doi.slice(0, 300) : null;
}

/** "0" stands for none. */
function pmidIn(value: string | undefined): string | null {
  return /^0*([1-9]\d{0,7})$/.exec((value ?? '').trim())?.[1] ?? null;
}

/** "3/9/2026 0:00" is 9 March (month first), without a zone: taken as UTC. ISO dates are read too. */
function dateIn(value: string | undefined): Instant | null {
  const text = (value ?? '').trim();
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s|$)/.exec(text);
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  const [year, month, day] = american ? [american[3], american[1], american[2]] : iso ? iso.slice(1) : [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return Number.isNaN(date.getTime()) || date.getUTCMonth() !== Number(month) - 1 ? null : toInstant(date);
}

/** "+Concerns/Issues About Data;+Unreliable Results;" → "Concerns/Issues About Data; Unreliable Results". */
function reasonIn(value: string | undefined): string | null {
  const reasons = (value ?? '')
    .split(';')
    .map((reason) => reason.trim().replace(/^\+/, ''))
    .filter(Boolean);
  return reasons.length > 0 ? reasons.join('; ').slice(0, 500) : null;
}

const namesOf = ({ doi, pmid }: { doi: string | null; pmid: string | null }): string[] => [
  ...(doi ? [`doi:${doi}`] : []),
  ...(pmid ? [`pmid:${pmid}`] : []),
];

/** Where one of the two has no date, the reinstatement is the later word. */
function isTakenBack(paper: PaperNotice, reinstated: ReadonlyMap<string, Instant | null>): boolean {
  if (paper.notice.kind === 'correction') return false;
  return namesOf(paper).some((name) => {
    if (!reinstated.has(name)) return false;
    const date = reinstated.get(name) ?? null;
    return date === null || paper.notice.date === null || date >= paper.notice.date;
  });
}
