import { htmlToText } from '../core/html-text.ts';
import type { StudyIdType } from '../core/study.ts';
import { agglomerate } from './agglomerate.ts';
import { weigh } from './compare.ts';
import { findEvidence } from './edges.ts';
import { featuresOf } from './features.ts';
import { creditOf } from './lead.ts';
import { countWords } from './counts.ts';
import { byTime } from './order.ts';
import { pairsWithin } from './pairs.ts';
import { longest, MAX_HTML, type OwnStudy, type Sample } from './sample.ts';
import { createVocabulary } from './vocabulary.ts';

export { relatedStories } from './library-related.ts';

/** An article as other programs have it; all but the id may be missing. */
export type LibraryArticle = {
  id: string;
  title?: string | null | undefined;
  link?: string | null | undefined;
  /** Anything that Date reads. */
  published?: string | Date | null | undefined;
  summary?: string | null | undefined;
  contentHtml?: string | null | undefined;
  source?: string | null | undefined;
  /** Identifiers of what it is or is about, normalised. */
  studyIds?: Partial<Record<StudyIdType, readonly string[] | undefined>> | null | undefined;
};

/** Articles grouped into stories, the earliest story first; of each the article that should lead it first. */
export function groupStories<T extends LibraryArticle>(articles: readonly T[]): { articles: T[] }[] {
  const vocabulary = createVocabulary();
  const features = articles.map((article) => featuresOf(sampleOfLibrary(article), vocabulary));
  const order = features.map((_, index) => index).sort((x, y) => byTime(at(features, x), at(features, y)));
  const sorted = order.map((index) => at(features, index));
  const rarity = vocabulary.rarity(countWords(sorted));
  const weighed = sorted.map((each) => weigh(each, rarity));
  const groups = sorted.map((_, index) => ({ members: [index], stories: [] }));
  const evidence = findEvidence(weighed, pairsWithin(sorted, rarity), rarity);
  return agglomerate(groups, evidence).map(({ members }) => {
    const texts = members.map((member) => at(articles, at(order, member)));
    return { articles: texts.sort((x, y) => Number(isCopy(x)) - Number(isCopy(y))) };
  });
}

export function sampleOfLibrary(article: LibraryArticle): Sample {
  const time = article.published ? new Date(article.published).getTime() : Number.NaN;
  return {
    id: article.id,
    sourceId: article.source ?? '',
    url: article.link ?? null,
    title: article.title ?? '',
    text: textOf(article),
    at: Number.isNaN(time) ? null : time,
    studies: studiesOf(article),
  };
}

function isCopy(article: LibraryArticle): boolean {
  return creditOf(textOf(article)) !== null;
}

function textOf({ summary, contentHtml }: LibraryArticle): string {
  return longest([htmlToText((contentHtml ?? '').slice(0, MAX_HTML)), summary]);
}

function studiesOf({ studyIds }: LibraryArticle): OwnStudy[] {
  const ids = Object.entries(studyIds ?? {}) as [StudyIdType, readonly string[] | undefined][];
  return ids.flatMap(([type, values]) => (values ?? []).map((value) => ({ type, value })));
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error(`No element ${index}`);
  return value;
}
