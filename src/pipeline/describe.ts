import type { Article } from '../core/article.ts';
import { isForm } from '../core/form-text.ts';
import { htmlToText } from '../core/html-text.ts';
import type { Instant } from '../core/instant.ts';
import type { Source } from '../core/source.ts';
import type { Notice, Story } from '../core/story.ts';
import { ownStudyIds, type StudyMention } from '../core/study.ts';
import type { Store } from '../store/store.ts';
import { evidenceOf } from '../stories/evidence.ts';
import { type Topics, topicsOf } from '../stories/topics.ts';
import { noticesOn } from './notices.ts';

export type DescribeDeps = {
  store: Pick<Store, 'articles' | 'lookup'>;
  sources: Map<string, Source>;
  topics: Topics;
};

/** The story with its topics, its evidence label and the notices on its study, from its articles' own words. */
export async function describeStory(
  story: Story,
  inHand: Map<string, Article>,
  at: Instant,
  deps: DescribeDeps,
): Promise<Story> {
  const missing = story.articleIds.filter((id) => !inHand.has(id));
  for (const article of await deps.store.articles(missing)) inHand.set(article.id, article);
  const articles = story.articleIds.flatMap((id) => inHand.get(id) ?? []);
  const [lead] = articles;
  if (!lead) return story;
  const text = textOf(lead);
  const studies = articles.flatMap(studiesOf);
  const notices = together(story.notices, await noticesOn(ownStudyIds(studies), at, deps.store));
  const isNoticed = notices.length > story.notices.length;
  return {
    ...story,
    topics: topicsOf(
      {
        title: lead.title,
        summary: lead.page?.dek ?? (isForm(lead.summary ?? '') ? null : lead.summary),
        text,
        categories: articles.flatMap(({ categories }) => categories),
        sourceTopics: articles.flatMap(({ sourceId }) => deps.sources.get(sourceId)?.topics ?? []),
      },
      deps.topics,
    ),
    evidence: evidenceOf({
      title: lead.title,
      abstract: lead.page?.abstract ?? [],
      text,
      categories: lead.categories,
      studies: studiesOf(lead),
      journal: lead.page?.journal ?? lead.journal,
      pressRelease: lead.page?.pressRelease ?? false,
      url: lead.url,
    }),
    notices,
    updatedAt: isNoticed ? at : story.updatedAt,
  };
}

/** All that an article says, its page before its feed. */
function textOf({ page, contentHtml, summary }: Article): string {
  return page?.text ?? (contentHtml === null ? (summary ?? '') : htmlToText(contentHtml));
}

const studiesOf = ({ studies, page }: Article): StudyMention[] => [...studies, ...(page?.studies ?? [])];

/** One notice may come more than once: by a feed and a table, or because DOI and PubMed ID name one paper. */
function together(known: readonly Notice[], found: readonly Notice[]): Notice[] {
  const all = [...known];
  for (const notice of found) {
    if (!all.some(({ kind, doi }) => kind === notice.kind && doi === notice.doi)) all.push(notice);
  }
  return all;
}
