/** The stages of Mia's Feed for other programs. */
export type { PageArticle } from './core/article.ts';
export type { Entry, Feed, ParseFailure } from './core/feed.ts';
export type { SafeHtml } from './core/html.ts';
export type { Result } from './core/result.ts';
export type { Site } from './core/source.ts';
export type { StudyIds } from './core/study.ts';
export { extractArticle } from './extract/extract-article.ts';
export { findStudyIds } from './extract/study-ids.ts';
export { parseFeed } from './parse/parse-feed.ts';
export type { Edition, FeedEntry } from './publish/edition.ts';
export { renderFeeds } from './publish/render-feeds.ts';
export { groupStories, type LibraryArticle, relatedStories } from './stories/library.ts';
