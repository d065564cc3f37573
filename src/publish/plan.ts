import type { Config } from '../core/source.ts';
import { LEFT_SEQ, LEFT_TOPIC, type Store } from '../store/store.ts';
import { planArchive } from './archive.ts';
import type { OutputFile } from './edition.ts';
import {
  archiveJob,
  type EditionParts,
  type Job,
  MAIN,
  mainJob,
  sourceJobs,
  sourcePath,
  topicJobs,
  topicPath,
} from './editions.ts';
import { entryLoader } from './entries.ts';
import type { TopicLabels } from './entry.ts';
import { EXTENSIONS } from './formats.ts';
import { renderOpml } from './opml.ts';
import { feedRenderer } from './render-feeds.ts';
import { addressFingerprint, settingsFingerprint } from './settings.ts';
import { blockOf, type SiteChanges, type Step } from './site/build.ts';
import type { IssueShelf } from './site/issue.tsx';
import { planSite, SITE_FOLDERS } from './site/plan-site.ts';
import { listOutput } from './write.ts';

export type PublishPlan = {
  /** Pages of the website that have to be rendered, in the order in which they are to be written. */
  pages: Step[];
  /** Whether `pages` are all that there are. */
  isEverything: boolean;
  /** Feeds that have to be rendered, the combined feed last. */
  due: (() => Promise<OutputFile[]>)[];
  /** How many files stay as they are without being looked at. */
  kept: number;
  /** What the store is to remember once the output is there. */
  cursors: Record<string, number>;
  /** Waiting work that is done when the output is there. */
  done: string[];
  revision: number;
};

type Options = {
  outputDir: string;
  now: () => Date;
  topicLabels: TopicLabels;
  all?: boolean;
  issues?: IssueShelf | null;
};

/** What to write, found by asking what changed and which files are there; nothing is rendered yet. */
export async function planPublish(store: Store, config: Config, options: Options): Promise<PublishPlan> {
  const { topicLabels, outputDir, now, issues = null } = options;
  const { revision, lastSeq } = await store.counts();
  const pages = planArchive(lastSeq, config.feed.items);
  const closed = pages.filter((page) => page.closed).length;
  const cursors = {
    'published-settings': settingsFingerprint(config, topicLabels),
    'published-archive-items': config.feed.items,
    'published-archive-site': addressFingerprint(config.site),
    'published-archives-closed': closed,
    published: revision,
  };
  const since = await store.cursor('published');
  const isSet = async (name: keyof typeof cursors) => (await store.cursor(name)) === cursors[name];
  const everything = options.all || since === 0 || !(await isSet('published-settings'));
  const pending = await store.pending();
  const left = pending.filter((work) => work.startsWith(LEFT_TOPIC) || work.startsWith(LEFT_SEQ));
  const changes = everything ? null : await changesSince(store, since, left);
  const touched = changes && feedsTouched(changes);
  const resized = !(await isSet('published-archive-items'));
  // Each page names its neighbours by their whole address: at another one, the chain would lead back to the old.
  const movedAway =
    (await store.cursor('published-archive-site')) !== 0 && !(await isSet('published-archive-site'));
  const closedBefore = await store.cursor('published-archives-closed');

  const present = await listOutput(outputDir, ['', ...SITE_FOLDERS], now());
  const isMissing = ({ path }: Job) => EXTENSIONS.some((extension) => !present.has(`${path}.${extension}`));
  const mayChange = touched === null || touched.size > 0;

  const load = entryLoader(store, config.sources, topicLabels);
  // Where every story's page is due, each is shown once; few are shown again soon.
  const loadPages = everything ? entryLoader(store, config.sources, topicLabels, 1000) : load;
  const render = feedRenderer(config.site);
  const parts: EditionParts = { store, config, topicLabels, load };
  const feeds = [...sourceJobs(parts), ...topicJobs(parts), mainJob(parts, lastSeq, pages.length)];
  const archives = pages.map((page) => archiveJob(parts, page, pages.length));
  // A page changes for the last time when the next one begins: it may be filled by that, and names its successor.
  const dueArchives = archives.filter(
    (job, index) => resized || movedAway || isMissing(job) || (mayChange && index >= closedBefore),
  );
  const opmlIsDue = everything || !present.has('sources.opml');
  const jobs = [...feeds, ...archives];
  const files = filesOf(jobs, present) + Number(present.has('sources.opml'));
  // Where no file has gone since the last time, a topic without files is one without stories.
  const isWhole = files === (await store.cursor(PUBLISHED_FILES));
  const isDue = (job: Job) =>
    touched === null || touched.has(job.path) || (isMissing(job) && !(isWhole && job.isOptional));
  const dueFeeds = feeds.filter(isDue);
  const dueJobs = new Set([...dueFeeds, ...dueArchives]);
  const keptJobs = jobs.filter((job) => !dueJobs.has(job));
  return {
    pages: await planSite({
      ...parts,
      load: loadPages,
      lastSeq,
      now: now(),
      outputDir,
      present,
      changes,
      issues,
    }),
    isEverything: everything,
    due: [
      ...dueArchives.map(toRender),
      ...(opmlIsDue ? [async () => [renderOpml(config.sources, config.site)]] : []),
      ...dueFeeds.map(toRender),
    ],
    kept: filesOf(keptJobs, present) + (opmlIsDue ? 0 : 1),
    cursors,
    done: left,
    revision,
  };

  /** A topic that nothing was written on yet has no files; one that its last story left has empty ones. */
  function toRender(job: Job) {
    return async () => {
      const edition = await job.make();
      return job.isOptional && edition.entries.length === 0 && isMissing(job) ? [] : render(edition);
    };
  }
}

/** The cursor that says how many files the output had when it was last published. */
export const PUBLISHED_FILES = 'published-files';

/** The cursor that says how many files the website had. */
export const PUBLISHED_PAGES = 'published-pages';

/** How many of the files of these are there. */
const filesOf = (jobs: readonly Job[], present: ReadonlySet<string>): number =>
  jobs.flatMap(({ path }) => EXTENSIONS.filter((extension) => present.has(`${path}.${extension}`))).length;

/** What has happened since a revision, and what stories have left since. */
async function changesSince(store: Store, revision: number, left: readonly string[]): Promise<SiteChanges> {
  const changes = {
    storyIds: new Set<string>(),
    blocks: new Set<number>(),
    topics: new Set(left.filter(isFrom(LEFT_TOPIC)).map((work) => work.slice(LEFT_TOPIC.length))),
    sources: new Set<string>(),
  };
  for (const work of left.filter(isFrom(LEFT_SEQ)))
    changes.blocks.add(blockOf(Number(work.slice(LEFT_SEQ.length))));
  for await (const story of store.changedAfter(revision)) {
    changes.storyIds.add(story.id);
    // With a change of `related` alone there is nothing new to tell: it shows on the story's own page.
    if (story.toldRevision !== null && story.toldRevision <= revision) continue;
    if (story.seq !== null) changes.blocks.add(blockOf(story.seq));
    for (const id of story.related) changes.storyIds.add(id);
    for (const id of story.sourceIds) changes.sources.add(id);
    for (const slug of story.topics) changes.topics.add(slug);
  }
  return changes;
}

const isFrom = (prefix: string) => (work: string) => work.startsWith(prefix);

/** Paths of the feeds that hold a story of which there is something new to tell. */
const feedsTouched = ({ blocks, sources, topics }: SiteChanges): Set<string> =>
  new Set([
    ...(blocks.size > 0 ? [MAIN] : []),
    ...[...sources].map(sourcePath),
    ...[...topics].map(topicPath),
  ]);
