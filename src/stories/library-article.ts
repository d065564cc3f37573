import { htmlToText } from '../core/html-text.ts';
import type { StudyIdType } from '../core/study.ts';
import { longest, MAX_HTML, type OwnStudy, type Sample } from './sample.ts';

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

export function sampleOfLibrary(article: LibraryArticle): Sample {
  const time = article.published ? new Date(article.published).getTime() : Number.NaN;
  return {
    id: article.id,
    sourceId: article.source ?? article.id,
    url: article.link ?? null,
    title: article.title ?? '',
    text: textOf(article),
    at: Number.isNaN(time) ? null : time,
    studies: studiesOf(article),
  };
}

function textOf({ summary, contentHtml }: LibraryArticle): string {
  return longest([htmlToText((contentHtml ?? '').slice(0, MAX_HTML)), summary]);
}

function studiesOf({ studyIds }: LibraryArticle): OwnStudy[] {
  const ids = Object.entries(studyIds ?? {}) as [StudyIdType, readonly string[] | undefined][];
  return ids.flatMap(([type, values]) => (values ?? []).map((value) => ({ type, value })));
}
