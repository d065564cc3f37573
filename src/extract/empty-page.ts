import type { PageArticle } from '../core/article.ts';

/** A page of which nothing is known. */
export const emptyPage = (): PageArticle => ({
  title: null,
  dek: null,
  authors: [],
  published: null,
  modified: null,
  image: null,
  language: null,
  canonical: null,
  siteName: null,
  contentHtml: null,
  text: null,
  summary: null,
  abstract: [],
  readingMinutes: null,
  studies: [],
  journal: null,
  related: [],
  pressRelease: false,
  funding: null,
  conflicts: null,
  embargoUntil: null,
  limits: { noindex: false, nosnippet: false, noarchive: false, maxSnippet: null },
  blocked: null,
  why: {},
});
