import type { Article } from '../core/article.ts';
import { htmlToText } from '../core/html-text.ts';
import { ownStudyIds, type StudyIdType, type StudyMention } from '../core/study.ts';

/** An identifier of a study that an article is or reports on. */
export type OwnStudy = { type: StudyIdType; value: string };

/** What comparing needs to know of an article. */
export type Sample = {
  id: string;
  sourceId: string;
  url: string | null;
  title: string;
  /** The fullest text there is, plain; empty where only the title is known. */
  text: string;
  /** Ms since 1970; null: not known. */
  at: number | null;
  studies: OwnStudy[];
};

export function sampleOf(article: Article): Sample {
  const { page } = article;
  const at = Date.parse(article.sortAt);
  return {
    id: article.id,
    sourceId: article.sourceId,
    url: article.page?.canonical ?? article.url,
    title: article.title,
    text: longest([
      page?.text,
      htmlToText((article.contentHtml ?? '').slice(0, MAX_HTML)),
      article.summary,
      page?.summary,
    ]),
    at: Number.isNaN(at) ? null : at,
    studies: studiesOf([...article.studies, ...(page?.studies ?? [])]),
  };
}

/** HTML beyond this says nothing that its beginning did not say. */
export const MAX_HTML = 20_000;

function studiesOf(mentions: readonly StudyMention[]): OwnStudy[] {
  const ids = Object.entries(ownStudyIds(mentions)) as [StudyIdType, string[]][];
  return ids.flatMap(([type, values]) => values.map((value) => ({ type, value })));
}

export function longest(texts: readonly (string | null | undefined)[]): string {
  return texts.reduce<string>((best, text) => (text && text.length > best.length ? text : best), '');
}
