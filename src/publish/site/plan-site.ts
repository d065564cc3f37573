import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../core/source.ts';
import type { Store } from '../../store/store.ts';
import type { FeedEntry } from '../edition.ts';
import type { EntryLoader } from '../entries.ts';
import type { TopicLabels } from '../entry.ts';
import { guardEntry } from '../guard.ts';
import { remembering } from '../render-feeds.ts';
import { blockSteps } from './block-steps.ts';
import type { Build, SiteChanges, Step } from './build.ts';
import { assetSteps, fixedSteps } from './fixed-steps.ts';
import type { IssueShelf } from './issue.tsx';
import { issueSteps } from './issue-steps.ts';
import { homeSteps, sourceSteps, topicSteps } from './list-steps.ts';
import { withPlainLinks } from './plain-links.ts';
import { storySteps } from './story-steps.ts';

/** The kinds of pages, in the order in which they are written: what is linked to comes before what links to it. */
const KINDS: ((build: Build) => Step[] | Promise<Step[]>)[] = [
  assetSteps,
  storySteps,
  blockSteps,
  topicSteps,
  sourceSteps,
  issueSteps,
  fixedSteps,
  homeSteps,
];

/** Folders whose names tell what is there: those of single stories would be too many to ask. */
export const SITE_FOLDERS = [
  'about',
  'archive',
  'assets',
  'feeds',
  'newsletter',
  'privacy',
  'search',
  'site',
  'site/search',
  'sitemaps',
  'sources',
  'topics',
];

export type SiteParts = {
  store: Store;
  config: Config;
  topicLabels: TopicLabels;
  load: EntryLoader;
  lastSeq: number;
  now: Date;
  outputDir: string;
  /** Names in the output folder and in SITE_FOLDERS. */
  present: ReadonlySet<string>;
  /** Null: everything is due. */
  changes: SiteChanges | null;
  issues: IssueShelf | null;
};

/** Which files of the website are due, in steps; nothing is rendered yet. */
export async function planSite(parts: SiteParts): Promise<Step[]> {
  const { config, load, outputDir, present, topicLabels } = parts;
  const shown = remembering((entry: FeedEntry) => withPlainLinks(guardEntry(entry)));
  const build: Build = {
    ...parts,
    load: async (stories) => (await load(stories)).map(shown),
    isPresent: (path) => present.has(path),
    namesIn: (folder) =>
      [...present].flatMap((path) => (path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [])),
    previous: (path) => readJson(join(outputDir, path)),
    context: {
      site: config.site,
      newsletter: config.newsletter,
      topicLabels,
      sources: new Map(config.sources.map((source) => [source.id, source])),
      topics: await topicsWithPages(parts),
    },
  };
  const steps: Step[] = [];
  for (const kind of KINDS) steps.push(...(await kind(build)));
  return steps;
}

/** Topics that something was ever written on: those with a page, and those that get one now. */
async function topicsWithPages({
  store,
  config,
  topicLabels,
  present,
  changes,
}: SiteParts): Promise<Set<string>> {
  const all = [...topicLabels.keys(), ...config.sources.flatMap(({ topics }) => topics)];
  const found = new Set<string>();
  for (const slug of new Set(all)) {
    const mayBeNew = changes === null || changes.topics.has(slug);
    if (present.has(`topics/${slug}`) || present.has(`topics/${slug}.atom`)) found.add(slug);
    else if (mayBeNew && (await store.newestOf({ topic: slug }, 1)).length > 0) found.add(slug);
  }
  return found;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}
