import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { toInstant } from '../core/instant.ts';
import type { Choice } from '../core/newsletter.ts';
import { err, ok, type Result } from '../core/result.ts';
import { addressHash, readAddress } from './address.ts';
import { type ChoiceRules, readChoice } from './choice.ts';
import type { PeopleDeps } from './sign-up.ts';
import type { NewsletterStore } from './store.ts';
import { isActive } from './subscriber.ts';
import { activeSubscribers, newSubscriber, saveSubscriber, subscriberAt } from './subscribers.ts';

export type Imported = {
  added: number;
  /** They have the newsletter already; what they chose stays. */
  already: number;
  /** They unsubscribed, complained, were erased, or their mailbox is gone: nobody adds them but themselves. */
  suppressed: number;
  /** Lines of the file, from 1, and what is wrong with them. */
  bad: { line: number; message: string }[];
};

export type ImportDeps = PeopleDeps & { rules: ChoiceRules; language: string };

const COLUMNS = ['email', 'frequency', 'weekday', 'hour', 'timezone', 'topics'] as const;

type Row = { line: number; cells: Partial<Record<string, string>> };

/**
 * Adds the subscribers of a CSV file (RFC 4180; semicolons and tabs will do) whose first line names its columns, `email`
 * among them.
 * `confirmedBy` is kept as proof of their consent. Can be repeated: it adds nobody twice. Fails where it is no such file.
 */
export async function importSubscribers(
  csv: AsyncIterable<Buffer | string>,
  confirmedBy: string,
  deps: ImportDeps,
): Promise<Result<Imported, string>> {
  const imported: Imported = { added: 0, already: 0, suppressed: 0, bad: [] };
  let batch: { email: string; choice: Choice }[] = [];
  try {
    for await (const { line, cells } of rowsOf(csv)) {
      const email = readAddress(unguarded(cells.email ?? ''));
      const { frequency, weekday, hour, timezone, topics = '' } = cells;
      const choice = readChoice({ frequency, weekday, hour, timezone, topics: [topics] }, deps.rules);
      if (email.ok && choice.ok) batch.push({ email: email.value, choice: choice.value });
      else {
        const faults = [
          ...(email.ok ? [] : [email.error]),
          ...(choice.ok ? [] : choice.error.map(({ message }) => message)),
        ];
        imported.bad.push({ line, message: faults.join(' ') });
      }
      if (batch.length < 500) continue;
      await addAll(batch, confirmedBy, deps, imported);
      batch = [];
    }
  } catch (error) {
    if (!(error instanceof TableError) && !isCsvError(error)) throw error;
    await addAll(batch, confirmedBy, deps, imported);
    return err(messageOf(error, imported));
  }
  await addAll(batch, confirmedBy, deps, imported);
  return ok(imported);
}

async function addAll(
  people: readonly { email: string; choice: Choice }[],
  confirmedBy: string,
  { store, secret, now, random, language }: ImportDeps,
  imported: Imported,
): Promise<void> {
  if (people.length === 0) return;
  const at = toInstant(now());
  const counted = await store.change(async (draft) => {
    const counts = { added: 0, already: 0, suppressed: 0 };
    for (const { email, choice } of people) {
      const known = await subscriberAt(draft, email);
      const suppressed = (await draft.get('suppressed', addressHash(email, secret))) !== null;
      if (known && isActive(known)) counts.already++;
      else if (suppressed || known?.stopped) counts.suppressed++;
      else {
        const subscriber = known ?? newSubscriber({ email, choice, language }, { now: now(), random });
        const consent = { at, textVersion: 'import', way: confirmedBy };
        saveSubscriber(draft, { ...subscriber, choice, consent });
        counts.added++;
      }
    }
    return counts;
  });
  imported.added += counted.added;
  imported.already += counted.already;
  imported.suppressed += counted.suppressed;
}

class TableError extends Error {}

const isCsvError = (error: unknown): error is Error & { lines?: number } =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');

function messageOf(error: Error & { lines?: number }, { added }: Imported): string {
  const what =
    error instanceof TableError ? error.message : `It is no CSV from line ${error.lines ?? '?'} on`;
  return `${what}; ${added} subscribers were added before that. Correct it and import it again: nobody is added twice.`;
}

async function* rowsOf(csv: AsyncIterable<Buffer | string>): AsyncGenerator<Row> {
  const { delimiter, chunks } = await sniffed(csv);
  const source = Readable.from(chunks);
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 100_000,
  });
  source.on('error', (error) => parser.destroy(error));
  const rows = source.pipe(parser) as AsyncIterable<{ record: string[]; info: { lines: number } }>;
  let names: string[] | null = null;
  for await (const { record, info } of rows) {
    if (names !== null) {
      const cells = record.map((cell, index) => [names?.[index] ?? '', cell]);
      yield { line: info.lines, cells: Object.fromEntries(cells) };
      continue;
    }
    names = record.map((name) => name.trim().toLowerCase());
    if (!names.includes('email'))
      throw new TableError(`Its first line names no column "email" (known here: ${COLUMNS.join(', ')})`);
  }
}

/**
 * A table, and what its cells are separated by: what its first line has most of. Spreadsheets write semicolons where
 * the comma belongs to numbers.
 */
async function sniffed(csv: AsyncIterable<Buffer | string>) {
  const rest = csv[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    head = Buffer.concat([head, Buffer.from(next.value)]);
    if (head.includes('\n') || head.length > 10_000) break;
  }
  const [first = ''] = head.toString('latin1').split('\n');
  const count = (text: string): number => first.split(text).length;
  const delimiter = [',', ';', '\t'].reduce((most, each) => (count(each) > count(most) ? each : most));
  async function* chunks(): AsyncGenerator<Buffer | string> {
    yield head;
    yield* { [Symbol.asyncIterator]: () => rest };
  }
  return { delimiter, chunks: chunks() };
}

/** The subscribers who get the newsletter, as lines of CSV that `importSubscribers` reads, the column names first. */
export async function* exportSubscribers(store: NewsletterStore): AsyncGenerator<string> {
  yield lineOf(COLUMNS);
  for await (const { email, choice } of activeSubscribers(store)) {
    const { frequency, weekday, hour, timezone, topics } = choice;
    yield lineOf([email, frequency, weekday, String(hour), timezone, topics.join(',')]);
  }
}

const lineOf = (cells: readonly string[]): string =>
  `${cells.map((cell) => quoted(guarded(cell))).join(',')}\r\n`;

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** An apostrophe before what spreadsheets would take for a formula; one more before what begins so already. */
const guarded = (cell: string): string => (/^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

const unguarded = (cell: string): string => (/^\s*'+[=+\-@]/.test(cell) ? cell.trim().slice(1) : cell);
