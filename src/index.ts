/** The stages of Mia's Feed for other programs. */
export type { PageArticle } from './core/article.ts';
export type { Entry, Feed, ParseFailure } from './core/feed.ts';
export type { SafeHtml } from './core/html.ts';
export type { Result } from './core/result.ts';
export type { StudyIds } from './core/study.ts';
export { extractArticle } from './extract/extract-article.ts';
export { findStudyIds } from './extract/study-ids.ts';
export { parseFeed } from './parse/parse-feed.ts';
export type { OutputFile } from './publish/edition.ts';
export { type LibraryEdition, type LibraryEntry, type LibrarySite, renderFeeds } from './publish/library.ts';
export { groupStories, type LibraryArticle, type LibraryStory, relatedStories } from './stories/library.ts';
