import { evidenceWords } from '../entry-html.ts';
import type { PageEntry } from './build.ts';
import { newsAt } from './dates.tsx';
import { inWords, NOTICE_NAMES } from './labels.tsx';

/** A story as the search in the browser knows it (assets/search.js). */
export function searchRecord(entry: PageEntry): object {
  const { path, title, summary, source, topics, evidence, notices, language } = entry;
  const labels = evidence === null ? [] : evidenceWords(evidence);
  return {
    path,
    title,
    dek: summary ?? undefined,
    source: source.name,
    at: newsAt(entry).slice(0, 10),
    topics: topics.map(({ slug }) => slug),
    evidence: labels.length > 0 ? inWords(labels) : undefined,
    /** What one can filter by: design and status. */
    kinds: [evidence?.design, evidence?.status].filter((kind) => kind != null),
    flags: [...new Set(notices.map(({ kind }) => NOTICE_NAMES[kind]))],
    language: language ?? undefined,
  };
}
