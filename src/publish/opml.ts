import type { Site, Source } from '../core/source.ts';
import { absoluteUrl } from '../core/url.ts';
import type { OutputFile } from './edition.ts';
import { urlOf } from './head.ts';
import { element, writeXml } from './xml.ts';

/** All sources as a list that feed readers import (OPML 2.0). What has no feed of its own is named by ours. */
export function renderOpml(sources: readonly Source[], site: Site): OutputFile {
  const outlines = sources.map((source) =>
    element('outline', {
      type: 'rss',
      text: source.name,
      title: source.name,
      xmlUrl: (source.type === 'feed' && absoluteUrl(source.url)) || urlOf(site, `sources/${source.id}.atom`),
      htmlUrl: absoluteUrl(source.site),
      language: source.language,
      category: source.topics.length === 0 ? null : source.topics.map((topic) => `/${topic}`).join(','),
    }),
  );
  const opml = element(
    'opml',
    { version: '2.0' },
    element(
      'head',
      {},
      element('title', {}, `Sources of ${site.title}`),
      element('ownerName', {}, site.author ?? site.title),
    ),
    element('body', {}, ...outlines),
  );
  return { path: 'sources.opml', content: writeXml(opml) };
}
