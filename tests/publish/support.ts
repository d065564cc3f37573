import { sourceAt } from '../../src/config/source-at.ts';
import type { SafeHtml } from '../../src/core/html.ts';
import type { NewsletterSettings } from '../../src/core/newsletter.ts';
import { sanitize } from '../../src/core/sanitize.ts';
import type { Config, Site, Source } from '../../src/core/source.ts';
import { noStudyIds } from '../../src/core/study.ts';
import type { Edition, FeedEntry } from '../../src/publish/edition.ts';

export const site: Site = {
  title: 'Mia & Friends',
  description: 'Medical news, <1 minute each',
  url: 'https://feed.example/mia/',
  language: 'en',
  author: null,
  hub: 'https://hub.example/',
};

export const safe = (html: string): SafeHtml => sanitize(html, 'https://journal.example/');

/** An entry with only what every entry has. */
export function anEntry(changes: Partial<FeedEntry> = {}): FeedEntry {
  return {
    id: 'tag:feed.example,2026:story:1',
    seq: 1,
    url: 'https://journal.example/a?b=1&c=2',
    path: 'stories/2026/11/sleep-in-newborns-1/',
    title: 'Sleep in newborns',
    summary: 'Newborns sleep.',
    contentHtml: null,
    authors: [],
    published: '2026-11-01T08:00:00.000Z',
    updated: '2026-11-02T08:00:00.000Z',
    topics: [],
    categories: [],
    enclosures: [],
    image: null,
    language: null,
    rights: null,
    license: null,
    source: {
      id: 'journal',
      name: 'The Journal',
      title: 'The Journal: latest',
      feedUrl: 'https://journal.example/rss',
      siteUrl: 'https://journal.example/',
      updated: '2026-11-01T09:00:00.000Z',
    },
    studyIds: noStudyIds(),
    journal: null,
    coverage: [],
    related: [],
    evidence: null,
    notices: [],
    readingMinutes: null,
    ...changes,
  };
}

/** An entry that has everything an entry can have. */
export const fullEntry = (changes: Partial<FeedEntry> = {}): FeedEntry =>
  anEntry({
    id: 'tag:feed.example,2026:story:2',
    seq: 2,
    title: 'p < 0.05 & "sleep" in newborns',
    summary: 'A trial of 162 newborns & their sleep. p < 0.05.',
    contentHtml: safe('<h2>Sleep</h2><p>p &lt; 0.05 <img src="/i.png" alt="x" width=9></p><p>]]&gt;</p>'),
    authors: [
      { name: 'Ana Ñandú', email: 'ana@journal.example', url: 'https://journal.example/ana' },
      { name: 'B <C>', email: null, url: null },
    ],
    topics: [{ slug: 'neonatology', label: 'Neonatology' }],
    categories: ['Sleep & rest', 'neonatology', 'a<b'],
    enclosures: [
      { url: 'https://journal.example/a.mp3?x=1&y=2', type: 'audio/mpeg', length: 1234 },
      { url: 'https://journal.example/b.pdf', type: null, length: null },
    ],
    image: { url: 'https://journal.example/i.png', alt: null, width: null, height: null, license: 'CC0-1.0' },
    language: 'en-GB',
    rights: '© 2026 The Journal',
    license: 'https://creativecommons.org/licenses/by/4.0/',
    studyIds: {
      ...noStudyIds(),
      doi: ['10.1000/a(b)<c>;2-#'],
      pmid: ['123'],
      nct: ['NCT01234567'],
      other: ['X-1'],
    },
    journal: 'The Journal',
    coverage: [{ title: 'The same & more', url: 'https://news.example/1?a=b&c', source: 'News <1>' }],
    related: [{ title: 'Another', url: 'https://journal.example/b' }],
    evidence: {
      design: 'randomised trial',
      subjects: 'people',
      sample: { size: 1620, unit: 'newborns' },
      status: 'peer-reviewed',
      because: { design: 'We randomised 1,620 newborns.' },
    },
    notices: [
      {
        kind: 'retraction',
        at: '2026-11-02T08:00:00.000Z',
        date: '2026-10-31T00:00:00.000Z',
        reason: 'Data <unreliable>',
        url: null,
        doi: '10.1000/retraction',
      },
    ],
    readingMinutes: 2,
    ...changes,
  });

export function anEdition(entries: FeedEntry[], changes: Partial<Edition> = {}): Edition {
  return {
    path: 'feed',
    title: site.title,
    description: site.description,
    homeUrl: site.url,
    entries,
    archives: null,
    updated:
      entries
        .map(({ updated }) => updated)
        .sort()
        .at(-1) ?? '2026-01-01T00:00:00.000Z',
    ttlMinutes: 60,
    ...changes,
  };
}

export const aSource = (changes: Partial<Source> = {}): Source => ({
  ...sourceAt('https://journal.example/rss'),
  id: 'journal',
  name: 'The Journal',
  site: 'https://journal.example/',
  schedule: '0 * * * *',
  rank: 0,
  ...changes,
});

export const aConfig = (changes: Partial<Config> = {}): Config => ({
  file: 'sources.json',
  site,
  network: {
    userAgent: 'x',
    contact: 'mia@feed.example',
    timeoutMs: 1,
    maxBytes: 1,
    concurrency: 1,
    perHost: 1,
    perHostDelayMs: 0,
    minIntervalMs: 3_600_000,
    allowPrivate: [],
    pagesPerHost: 1,
    pagesDeadlineMs: 1,
  },
  feed: { items: 20, content: 'excerpt' },
  newsletter: null,
  sources: [],
  ...changes,
});

export const someNewsletter = (changes: Partial<NewsletterSettings> = {}): NewsletterSettings => ({
  from: 'mia@feed.example',
  replyTo: null,
  postalAddress: 'Mia\nFeed Street 1',
  smtpUrl: null,
  requireTls: true,
  maxPerSecond: 20,
  dkim: null,
  defaults: { frequency: 'weekly', weekday: 'monday', hour: 8, timezone: 'UTC' },
  proofOfWork: false,
  issuesInFeed: false,
  ...changes,
});
