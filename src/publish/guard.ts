import { showable } from '../core/characters.ts';
import type { Enclosure, Person } from '../core/feed.ts';
import { memo } from '../core/memo.ts';
import type { Evidence } from '../core/story.ts';
import { noStudyIds, STUDY_ID_TYPES, type StudyIds } from '../core/study.ts';
import { oneLine } from '../core/text.ts';
import { absoluteUrl } from '../core/url.ts';
import type { FeedEntry } from './edition.ts';

/**
 * An entry whose every part any format can hold: texts that are not blank, links that are absolute; what has
 * neither is left out. Done once before the formats, so that all of them show the same.
 */
export function guardEntry(entry: FeedEntry): FeedEntry {
  const summary = plain(entry.summary);
  const { url, image, source } = entry;
  return {
    ...entry,
    url: absoluteUrl(url),
    title: plain(entry.title) ?? summary ?? 'Untitled',
    summary,
    authors: entry.authors.flatMap(guardAuthor),
    topics: entry.topics.map(({ slug, label }) => ({ slug, label: plain(label) ?? slug })),
    categories: entry.categories.map(plain).filter((category) => category !== null),
    enclosures: entry.enclosures.flatMap(guardEnclosure),
    image: image && absoluteUrl(image.url) !== null ? image : null,
    rights: plain(entry.rights),
    license: plain(entry.license),
    source: {
      ...source,
      name: plain(source.name) ?? source.id,
      title: plain(source.title) ?? source.id,
      feedUrl: absoluteUrl(source.feedUrl),
      siteUrl: absoluteUrl(source.siteUrl),
    },
    studyIds: guardStudyIds(entry.studyIds),
    journal: plain(entry.journal),
    coverage: entry.coverage
      .flatMap(guardLink)
      .map((link) => ({ ...link, source: plain(link.source) ?? new URL(link.url).hostname })),
    related: entry.related.flatMap(guardLink).map((link) => ({ ...link, dek: plain(link.dek ?? null) })),
    evidence: entry.evidence && guardEvidence(entry.evidence),
    notices: entry.notices.map((notice) => ({
      ...notice,
      reason: plain(notice.reason),
      url: absoluteUrl(notice.url),
    })),
  };
}

/** One line of text, or null where nothing can be seen. */
const plain = (text: string | null): string | null => (text === null ? null : plainOf(text));

/** The names of topics and sources come with every entry. */
const plainOf = memo(seen, 2000);

/** One that still holds end tags was escaped twice at its source. */
function seen(text: string): string | null {
  const line = oneLine(showable(text));
  const untagged = /<\/[a-z]/i.test(line)
    ? line
        .replace(/<\/?[a-z][^<>]*>/gi, '')
        .replaceAll('</', '< /')
        .trim()
    : line;
  return /[^\s\p{C}\p{Z}]/u.test(untagged) ? untagged : null;
}

function guardAuthor({ name, email, url }: Person): Person[] {
  const known = plain(name);
  return known === null ? [] : [{ name: known, email, url: absoluteUrl(url) }];
}

function guardEnclosure({ url, type, length }: Enclosure): Enclosure[] {
  const href = absoluteUrl(url);
  return href === null ? [] : [{ url: href, type: MEDIA_TYPE.test(type ?? '') ? type : null, length }];
}

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+$/;

function guardLink<T extends { title: string; url: string }>(link: T): T[] {
  const url = absoluteUrl(link.url);
  return url === null ? [] : [{ ...link, url, title: plain(link.title) ?? url }];
}

function guardStudyIds(ids: StudyIds): StudyIds {
  const guarded = noStudyIds();
  for (const type of STUDY_ID_TYPES)
    guarded[type] = ids[type].map(plain).filter((value): value is string => value !== null);
  return guarded;
}

function guardEvidence({ because, ...labels }: Evidence): Evidence {
  const sentences = Object.entries(because).flatMap(([label, sentence]) => {
    const shown = plain(sentence);
    return shown === null ? [] : [[label, shown] as const];
  });
  return { ...labels, because: Object.fromEntries(sentences) };
}
