import { z } from 'zod';
import type { Site } from '../core/source.ts';
import { STUDY_DESIGNS, STUDY_STATUSES } from '../core/story.ts';
import type { FeedEntry } from '../publish/edition.ts';
import { evidenceWords } from '../publish/entry-html.ts';
import { urlOf } from '../publish/head.ts';
import { newsAt } from '../publish/site/dates.tsx';
import { inWords, NOTICE_NAMES } from '../publish/site/labels.tsx';

const instant = () => z.iso.datetime({ error: 'a time in UTC such as 2026-01-31T12:00:00Z' });
const slug = (what: string) =>
  z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: `${what}: lower-case letters, digits and dashes` });
const link = () => z.object({ title: z.string(), url: z.string() });

const EVIDENCE = [...STUDY_DESIGNS, ...STUDY_STATUSES] as const;

/** What may stand after the question mark. Each error completes the sentence "NAME must be …". */
export const storiesQuery = z.strictObject({
  topic: slug('a topic').optional().describe('Only stories on this topic.'),
  source: slug('the id of a source').optional().describe('Only stories that this source tells, too.'),
  evidence: z
    .enum(EVIDENCE, { error: `one of ${EVIDENCE.join(', ')}` })
    .optional()
    .describe('Only stories on a study of this design, or of this status.'),
  q: z
    .string()
    .trim()
    .min(1, { error: 'words to look for' })
    .max(200, { error: 'at most 200 characters' })
    .optional()
    .describe(
      'Only stories whose titles, standfirsts, journals, study identifiers, sources, topics or evidence hold all these words; the last may be a beginning.',
    ),
  since: instant()
    .transform((time) => new Date(time).toISOString())
    .optional()
    .describe('Only stories that were first seen, or shown anew, at this time or later.'),
  cursor: z
    .string()
    .max(64, { error: 'what "next" of an earlier answer said' })
    .optional()
    .describe('Where an earlier answer ended: its "next".'),
  limit: z.coerce
    .number({ error: LIMIT() })
    .int({ error: LIMIT() })
    .min(1, { error: LIMIT() })
    .max(100, { error: LIMIT() })
    .default(20)
    .describe('Stories in one answer.'),
});

export type StoriesQuery = z.output<typeof storiesQuery>;

function LIMIT(): string {
  return 'a whole number from 1 to 100';
}

export const storySchema = z.object({
  id: z.string().describe('The same as in the feeds, for ever (tag URI, RFC 4151).'),
  page: z.string().describe('Its page on this site.'),
  url: z.string().nullable().describe('The page at its origin.'),
  title: z.string(),
  summary: z.string().nullable().describe('Plain text of at most 60 words.'),
  published: instant(),
  updated: instant(),
  news: instant().describe('When it became news: when it was published, or we learned of its latest notice.'),
  language: z.string().nullable(),
  authors: z.array(z.string()),
  journal: z.string().nullable(),
  source: z.object({ id: z.string(), name: z.string(), url: z.string().nullable() }),
  topics: z.array(z.object({ slug: z.string(), label: z.string() })),
  evidence: z
    .object({
      label: z.string().describe('All of it in words, as pages show it.'),
      design: z.string().nullable(),
      subjects: z.string().nullable(),
      sample: z.object({ size: z.number(), unit: z.string() }).nullable(),
      status: z.string().nullable(),
    })
    .nullable()
    .describe('Labels that rules found in the text; not checked by a person.'),
  notices: z
    .array(
      z.object({
        kind: z.string(),
        label: z.string(),
        date: instant().nullable(),
        url: z.string().nullable(),
      }),
    )
    .describe('Retractions, corrections and doubts about its study.'),
  studyIds: z.record(z.string(), z.array(z.string())),
  coverage: z.array(link().extend({ source: z.string() })).describe('Others that tell it.'),
  related: z.array(link()),
});

export const storiesPage = z.object({
  stories: z.array(storySchema).describe('The latest to arrive first.'),
  next: z
    .string()
    .nullable()
    .describe(
      'The cursor of what follows; null at the end. Until then an answer may hold fewer than "limit", or none.',
    ),
  complete: z
    .boolean()
    .describe('False for a few minutes after a start, while "q" knows only the newer stories.'),
});

export const problem = z.object({ error: z.string().describe('What is wrong, in words.') });

export type StoriesPage = z.output<typeof storiesPage>;

/** A guarded entry as the API shows it. */
export function toApiStory(entry: FeedEntry, path: string, site: Site): StoriesPage['stories'][number] {
  const { id, url, title, summary, published, updated, language, authors, journal, source, topics } = entry;
  const { evidence, notices, studyIds, coverage, related } = entry;
  return {
    id,
    page: urlOf(site, path),
    url,
    title,
    summary,
    published,
    updated,
    news: newsAt(entry),
    language,
    authors: authors.map(({ name }) => name),
    journal,
    source: { id: source.id, name: source.name, url: source.siteUrl },
    topics: topics.map(({ slug, label }) => ({ slug, label })),
    evidence: evidence && {
      label: inWords(evidenceWords(evidence)),
      design: evidence.design,
      subjects: evidence.subjects,
      sample: evidence.sample,
      status: evidence.status,
    },
    notices: notices.map(({ kind, date, url }) => ({ kind, label: NOTICE_NAMES[kind], date, url })),
    studyIds: Object.fromEntries(Object.entries(studyIds).filter(([, ids]) => ids.length > 0)),
    coverage: coverage.map(({ title, url, source }) => ({ title, url, source })),
    related: related.map(({ title, url }) => ({ title, url })),
  };
}
