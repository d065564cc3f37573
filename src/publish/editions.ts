import { type Instant, MINUTE_MS } from '../core/instant.ts';
import type { Config } from '../core/source.ts';
import type { Store } from '../store/store.ts';
import { type ArchivePage, archivePath } from './archive.ts';
import type { ArchiveLinks, Edition, FeedEntry } from './edition.ts';
import type { EntryLoader } from './entries.ts';
import type { TopicLabels } from './entry.ts';
import { urlOf } from './head.ts';

/** An edition that may have to be written: where it goes, and how to make it; an optional one only if it has entries. */
export type Job = { path: string; make: () => Promise<Edition>; isOptional?: boolean };

export type EditionParts = { store: Store; config: Config; topicLabels: TopicLabels; load: EntryLoader };

/** The combined feed: the newest by arrival. */
export function mainJob(parts: EditionParts, lastSeq: number, pages: number): Job {
  const { items } = parts.config.feed;
  return {
    path: MAIN,
    make: async () =>
      edition(parts, MAIN, {
        entries: await parts.load(await parts.store.bySeq(lastSeq, Math.max(1, lastSeq - items + 1))),
        archives: { isArchive: false, prev: archivePath(pages, pages), next: null, current: MAIN },
      }),
  };
}

export function archiveJob(parts: EditionParts, { number, from, to }: ArchivePage, pages: number): Job {
  const path = archivePath(number, pages) ?? '';
  return {
    path,
    make: async () =>
      edition(parts, path, {
        title: `${parts.config.site.title}, archive ${number}`,
        entries: await parts.load(await parts.store.bySeq(to, from)),
        archives: {
          isArchive: true,
          prev: archivePath(number - 1, pages),
          next: archivePath(number + 1, pages),
          current: MAIN,
        },
      }),
  };
}

export function sourceJobs(parts: EditionParts): Job[] {
  const { config, store, load } = parts;
  return config.sources.map(({ id, name, site }) => ({
    path: sourcePath(id),
    make: async () =>
      edition(parts, sourcePath(id), {
        title: `${name} – ${config.site.title}`,
        description: `What ${name} published, as ${config.site.title} shows it.`,
        homeUrl: site ?? urlOf(config.site, `sources/${id}/`),
        entries: await load(await store.newestOf({ source: id }, config.feed.items)),
      }),
  }));
}

/** Every topic of the tree, and those that the sources name beside it. */
export function topicJobs(parts: EditionParts): Job[] {
  const { config, store, load, topicLabels } = parts;
  const slugs = new Set([...topicLabels.keys(), ...config.sources.flatMap(({ topics }) => topics)]);
  return [...slugs].map((slug) => {
    const label = topicLabels.get(slug)?.label ?? slug;
    return {
      path: topicPath(slug),
      isOptional: true,
      make: async () =>
        edition(parts, topicPath(slug), {
          title: `${label} – ${config.site.title}`,
          description: `${config.site.title} on the topic ${label}.`,
          homeUrl: urlOf(config.site, `topics/${slug}/`),
          entries: await load(await store.newestOf({ topic: slug }, config.feed.items)),
        }),
    };
  });
}

export const MAIN = 'feed';
export const sourcePath = (id: string): string => `sources/${id}`;
export const topicPath = (slug: string): string => `topics/${slug}`;

type Parts = {
  entries: FeedEntry[];
  title?: string;
  description?: string;
  homeUrl?: string;
  archives?: ArchiveLinks;
};

function edition({ config }: EditionParts, path: string, parts: Parts): Edition {
  const { site, network } = config;
  return {
    path,
    title: parts.title ?? site.title,
    description: parts.description ?? site.description,
    homeUrl: parts.homeUrl ?? site.url,
    entries: parts.entries,
    archives: parts.archives ?? null,
    updated: newest(parts.entries),
    ttlMinutes: Math.max(1, Math.round(network.minIntervalMs / MINUTE_MS)),
  };
}

function newest(entries: readonly FeedEntry[]): Instant {
  const dates = entries.map(({ updated }) => updated).sort();
  return dates.at(-1) ?? NEVER;
}

/** The date of a feed that has had no entry yet: it has to have one, and it has to stay. */
const NEVER = '2000-01-01T00:00:00.000Z';
