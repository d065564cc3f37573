import type { PageArticle } from '../core/article.ts';
import type { Entry, Feed, ParseFailure } from '../core/feed.ts';
import type { FetchResult } from '../core/fetch.ts';
import { htmlToText } from '../core/html-text.ts';
import type { Result } from '../core/result.ts';
import { sanitize } from '../core/sanitize.ts';
import type { Source } from '../core/source.ts';
import { extractArticle } from '../extract/extract-article.ts';
import { readList } from '../extract/list-page.ts';
import { readSitemap } from '../extract/sitemap.ts';
import { mentionsFromFeed } from '../extract/study-ids.ts';
import { decodeBytes } from '../parse/decode-bytes.ts';
import { parseFeed } from '../parse/parse-feed.ts';
import type { ArticleDeps } from '../stories/article.ts';

type Fetched = FetchResult & { kind: 'fetched' };

/** How bytes from outside become what the stages pass on. */
export type Readers = ArticleDeps & {
  decode(fetched: Fetched): string;
  readSource(fetched: Fetched, source: Source): Promise<Result<Feed, ParseFailure>>;
  readPage(fetched: Fetched, source: Source): Promise<PageArticle>;
};

export const readers = (): Readers => ({
  sanitize,
  toText: htmlToText,
  mentions: ({ identifiers, link, title, summary, contentHtml }: Entry) =>
    mentionsFromFeed(identifiers, link, title, contentHtml ?? summary),
  decode: ({ body, contentType }) => decodeBytes(body, contentType, 'html'),
  readSource: async ({ body, url, contentType }, { type, extract }) => {
    if (type === 'feed') return parseFeed(body, { url, contentType });
    if (type === 'sitemap') return readSitemap(decodeBytes(body, contentType, 'xml'), { url });
    return readList(decodeBytes(body, contentType, 'html'), { url, list: extract.list });
  },
  readPage: async ({ body, url, contentType, headers }, { extract }) =>
    extractArticle(decodeBytes(body, contentType, 'html'), { url, selectors: extract, headers }),
});
