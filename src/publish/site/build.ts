import type { Config } from '../../core/source.ts';
import type { Story } from '../../core/story.ts';
import type { Store } from '../../store/store.ts';
import type { FeedEntry } from '../edition.ts';
import type { EntryLoader } from '../entries.ts';
import type { TopicLabels } from '../entry.ts';
import type { SiteContext } from './context.ts';
import type { IssueShelf } from './issue.tsx';

/** A file of the website; `path` is relative to the output folder. */
export type SiteFile = { path: string; content: string | Uint8Array };

/** Makes some files: called when its turn comes, so that few are in memory at a time. */
export type Step = () => Promise<SiteFile[]>;

/** What has happened since the website was last built. */
export type SiteChanges = {
  /** Stories whose page may differ: changed themselves, or named by one that is. */
  storyIds: ReadonlySet<string>;
  /** Blocks whose lists may differ: those that a story came to, changed in, or left. */
  blocks: ReadonlySet<number>;
  topics: ReadonlySet<string>;
  sources: ReadonlySet<string>;
};

/** All that a kind of page needs to say which of its pages are due, and to make them. */
export type Build = {
  store: Pick<Store, 'stories' | 'bySeq' | 'newestOf' | 'sources'>;
  config: Config;
  topicLabels: TopicLabels;
  context: SiteContext;
  /** Null: the newsletter's issues are not published. */
  issues: IssueShelf | null;
  /** Guarded entries of stories, newest first. */
  load: EntryLoader;
  lastSeq: number;
  now: Date;
  /** Null: everything is due. */
  changes: SiteChanges | null;
  /** Whether a file or folder is there; asked of what lies in the top folders only. */
  isPresent(path: string): boolean;
  /** Names in one of the top folders. */
  namesIn(folder: string): string[];
  /** JSON that the last build left beside the pages, to go on from; null where there is none, or none that can be read. */
  previous(path: string): Promise<unknown>;
};

/**
 * Stories in hundreds by order of arrival, counted from the oldest: what the archive, the search and the sitemaps are
 * cut into, so that a new story rewrites the last one of each, and what has arrived keeps its place.
 */
export const BLOCK = 100;

export const blockOf = (seq: number): number => Math.ceil(seq / BLOCK);

export const storiesOfBlock = (store: Build['store'], number: number): Promise<Story[]> =>
  store.bySeq(number * BLOCK, (number - 1) * BLOCK + 1);

/** Something is new in the lists of stories. */
export const hasNews = ({ changes }: Build): boolean => changes === null || changes.blocks.size > 0;

export type PageEntry = FeedEntry & { path: string };

export const hasPage = (entry: FeedEntry): entry is PageEntry => entry.path !== null;
