import type { NewsletterSettings } from '../../core/newsletter.ts';
import type { Site, Source } from '../../core/source.ts';
import type { TopicLabels } from '../entry.ts';

/** What pages take from outside the stories that they show. */
export type SiteContext = {
  site: Site;
  newsletter: NewsletterSettings | null;
  topicLabels: TopicLabels;
  /** Configured ones, by id: each has a page. */
  sources: ReadonlyMap<string, Source>;
  /** Topics that have a page: those that something was written on. */
  topics: ReadonlySet<string>;
};

export const labelOf = ({ topicLabels }: SiteContext, slug: string): string =>
  topicLabels.get(slug)?.label ?? slug;
