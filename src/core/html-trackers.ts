/** Whether an image is there to count its readers rather than to be seen. `src` is absolute. */
export function isTracker(src: string, attributes: Record<string, string | undefined>): boolean {
  if (tiny(attributes.width) || tiny(attributes.height)) return true;
  if (/display\s*:\s*none|visibility\s*:\s*hidden/i.test((attributes.style ?? '').slice(0, 500))) return true;
  const url = new URL(src);
  const host = `.${url.hostname}`;
  if (HOSTS.some((tracker) => host.endsWith(`.${tracker}`))) return true;
  if (FILES.test(url.pathname) || FEED_FLARE.test(`${url.hostname}${url.pathname}`)) return true;
  const names = [...url.searchParams.keys()];
  return /\.gif$/i.test(url.pathname) && names.length > 0 && names.every((name) => name.startsWith('utm_'));
}

const tiny = (size: string | undefined): boolean => /^\s*[0-2](?:px)?\s*$/.test(size ?? '');

const HOSTS = [
  'doubleclick.net',
  'googleadservices.com',
  'googlesyndication.com',
  'google-analytics.com',
  'googletagmanager.com',
  'scorecardresearch.com',
  'quantserve.com',
  'pixel.wp.com',
  'stats.wordpress.com',
  'feeds.wordpress.com',
  'feedsportal.com',
  'feedads.g.doubleclick.net',
  'pheedo.com',
  'counter.theconversation.com',
  'counter.theconversation.edu.au',
  'imrworldwide.com',
  'hubspot.com',
  'hsforms.com',
  'list-manage.com',
  'parsely.com',
  'chartbeat.net',
  'omtrdc.net',
  '2o7.net',
  'statcounter.com',
];

/** FeedBurner's own additions: its counter and its row of buttons. */
const FEED_FLARE =
  /^(?:feeds\d?\.feedburner\.com\/(?:~r|~f|~ff)\/|feeds\.feedblitz\.com\/|www\.facebook\.com\/tr)/i;

/** File names that only counters and layout spacers have. */
const FILES =
  /\/(?:pixel|spacer|blank|clear|transparent|beacon|1x1|count|track(?:ing|er)?|matomo|piwik)\.(?:gif|png|php)$/i;
