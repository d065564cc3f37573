import type { StudyIds } from '../core/study.ts';
import type { CheckedEntry, CheckedPage, CheckReport } from '../pipeline/check.ts';
import { amount } from './refresh-summary.ts';
import { visible } from './visible.ts';

/** What a source gave, and what a refresh would make of it, for a person at a terminal. */
export function renderCheck(report: CheckReport): string {
  const lines = [
    `${report.id}  ${report.url}`,
    ...(report.status === 'ok' ? aboutFeed(report) : [`  failed: ${report.error?.message}`]),
    ...(report.entries.length > 0 ? ['', ...report.entries.flatMap(aboutEntry)] : []),
    ...proposals(report),
    ...(report.page ? ['', '  Read as an article:', ...aboutPage(report.page)] : []),
  ];
  return `${lines.map(visible).join('\n')}\n\n`;
}

function aboutFeed({ feed, httpStatus, entries, repeated }: CheckReport): string[] {
  const count = (would: CheckedEntry['would']) => entries.filter((entry) => entry.would === would).length;
  const verdict = [
    `${count('be new')} would be new`,
    `${count('change words')} would be changed`,
    `${count('be known')} are known`,
    ...(repeated > 0 ? [`${repeated} repeat another one`] : []),
  ];
  return [
    `  ${feed.format} feed "${feed.title ?? 'without title'}"${feed.language ? ` in ${feed.language}` : ''}, HTTP ${httpStatus}`,
    `  ${amount(entries.length + repeated, 'entry', 'entries')}: ${verdict.join(', ')}`,
  ];
}

function aboutEntry(entry: CheckedEntry): string[] {
  return [
    `  ${VERDICT[entry.would]}  ${entry.title ?? '(no title)'}`,
    ...field('link', entry.link),
    ...field('published', entry.published),
    ...field('updated', entry.updated),
    ...field('authors', entry.authors.map(({ name }) => name).join(', ')),
    ...field('studies', studyList(entry.studyIds)),
    ...field('known by', entry.keys.join('  ')),
    ...field('held until', entry.heldUntil ?? null),
    ...(entry.page ? aboutPage(entry.page) : []),
    '',
  ];
}

const VERDICT: Record<CheckedEntry['would'], string> = {
  'be new': 'new    ',
  'change words': 'changed',
  'be known': 'known  ',
};

/** The parts of a page, each with where it came from and how it begins; and the reason where it was not taken. */
function aboutPage(page: CheckedPage): string[] {
  if ('skipped' in page) return field('page', `not read: ${page.skipped}`);
  const values = page as unknown as Record<string, unknown>;
  const parts = Object.entries(page.why).map(([name, from]) => {
    const value = values[name];
    const shown = typeof value === 'string' && name !== 'contentHtml' ? `  ${shorten(value, 80)}` : '';
    return `      ${`${name}: ${from}`.padEnd(40)}${shown}`.trimEnd();
  });
  return [
    ...field('page', page.blocked ? `not kept: ${page.blocked}` : 'read'),
    ...parts,
    ...page.related.flatMap(({ title, url }) => field('related', `${title} <${url}>`)),
  ];
}

function proposals({ proposals = [] }: CheckReport): string[] {
  if (proposals.length === 0) return [];
  return [
    '',
    '  To follow it, add to "sources":',
    ...proposals.map((proposal) => `  ${JSON.stringify(proposal)}`),
  ];
}

const studyList = (ids: StudyIds): string =>
  Object.entries(ids)
    .flatMap(([type, values]) => values.map((value) => `${type} ${value}`))
    .join(', ');

const field = (name: string, value: string | null): string[] =>
  value ? [`    ${`${name}:`.padEnd(12)} ${shorten(value)}`] : [];

const shorten = (text: string, length = 160): string => {
  const line = text
    .slice(0, 4 * length)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
};
