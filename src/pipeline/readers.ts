import type { PageArticle } from '../core/article.ts';
import type { Entry, Feed, ParseFailure } from '../core/feed.ts';
import type { FetchResult } from '../core/fetch.ts';
import { htmlToText } from '../core/html-text.ts';
import type { Result } from '../core/result.ts';
import { sanitize } from '../core/sanitize.ts';
import type { Source } from '../core/source.ts';
import { embargoEnd } from '../extract/embargo.ts';
import { extractArticle } from '../extract/extract-article.ts';
import { loadJournals, normaliseJournal } from '../extract/journals.ts';
import { readList } from '../extract/list-page.ts';
import { readSitemap } from '../extract/sitemap.ts';
import { mentionsFromFeed } from '../extract/study-ids.ts';
import { decodeBytes } from '../parse/decode-bytes.ts';
import { parseFeed } from '../parse/parse-feed.ts';
import type { ArticleDeps } from '../stories/article.ts';
import { keptOf } from './keep-page.ts';

type Fetched = FetchResult & { kind: 'fetched' };

/** How bytes from outside become what the stages pass on. */
export type Readers = ArticleDeps & {
  decode(fetched: Fetched): string;
  readSource(fetched: Fetched, source: Source): Promise<Result<Feed, ParseFailure>>;
  readPage(fetched: Fetched, source: Source): Promise<PageArticle>;
};

export function readers(): Readers {
  const journalName = journalNames();
  return {
    sanitize,
    toText: htmlToText,
    mentions: ({ identifiers, link, title, summary, contentHtml }: Entry) =>
      mentionsFromFeed(identifiers, link, title, contentHtml ?? summary),
    embargoEnd: (text, near) => embargoEnd(text, near)?.value ?? null,
    decode: ({ body, contentType }) => decodeBytes(body, contentType, 'html'),
    async readSource(fetched, source) {
      const feed = await readFeed(fetched, source);
      if (!feed.ok) return feed;
      for (const entry of feed.value.entries) entry.journal = await journalName(entry.journal);
      return feed;
    },
    async readPage({ body, url, contentType, headers, at }, { extract }) {
      const html = decodeBytes(body, contentType, 'html');
      const { studyIds: _, ...page } = extractArticle(html, { url, selectors: extract, headers, at });
      return keptOf({ ...page, journal: await journalName(page.journal) });
    },
  };
}

async function readFeed(
  { body, url, contentType }: Fetched,
  { type, extract }: Source,
): Promise<Result<Feed, ParseFailure>> {
  if (type === 'feed') return parseFeed(body, { url, contentType });
  if (type === 'sitemap') return readSitemap(decodeBytes(body, contentType, 'xml'), { url });
  return readList(decodeBytes(body, contentType, 'html'), { url, list: extract.list });
}

/** A journal's one spelling; the name as it came where the table, read when first needed, does not have it. */
function journalNames(): (name: string | null) => Promise<string | null> {
  let journals: ReturnType<typeof loadJournals> | null = null;
  return async (name) => {
    if (name === null) return null;
    journals ??= loadJournals();
    return normaliseJournal(name, await journals)?.title ?? name;
  };
}
