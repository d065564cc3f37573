import { memo } from './memo.ts';
import { absoluteUrl } from './url.ts';

/**
 * What two spellings of one page's address have in common, for comparing only, never for fetching: scheme,
 * `www.`, mobile and AMP variants, trailing slash, fragment and parameters that only track are left out;
 * parameters that mean something stay, in a fixed order. Null for what is not an http(s) URL.
 */
export const linkKey = (link: string | null | undefined): string | null => (link ? keyOf(link) : null);

const keyOf = memo(comparable, 5000);

function comparable(link: string): string | null {
  const absolute = absoluteUrl(link);
  if (absolute === null) return null;
  const url = unwrapAmpCache(new URL(absolute));
  const host = url.hostname.replace(/\.$/, '').replace(VARIANT_HOST, '$1');
  const port = url.port === '' ? '' : `:${url.port}`;
  return `${host}${port}${plainPath(url.pathname)}${meaningfulQuery(url.searchParams)}`;
}

/** Whether an address names the site as a whole rather than one page of it. */
export function isFrontPage(link: string): boolean {
  const key = linkKey(link);
  return key !== null && !key.includes('/') && !key.includes('?');
}

/**
 * An address without the parameters by which a site counts who sent its readers (`utm_source`, `fbclid`); to the
 * letter what it was otherwise.
 */
export function withoutTracking(link: string): string {
  const [, before = '', query = '', fragment = ''] = /^([^?#]*)\??([^#]*)(.*)$/s.exec(link) ?? [];
  const kept = query.split('&').filter((pair) => !COUNTING.test(pair.split('=', 1)[0] ?? ''));
  const isSame = kept.length === query.split('&').length;
  return isSame ? link : `${before}${kept.length > 0 ? `?${kept.join('&')}` : ''}${fragment}`;
}

const COUNTING = /^(?:(?:utm_|mtm_|matomo_|pk_|hsa_)\w*|(?:fb|g|d|y|tw|tt)clid|msclkid|mc_[ce]id|_g[al])$/i;

/** `www.`, `m.`, `mobile.`, `amp.` in front of a name that still has a dot without them. */
const VARIANT_HOST = /^(?:(?:www\d?|m|mobile|amp)\.)+([^.]+\.[^.].*)$/;

const TRACKING_PREFIX =
  /^(?:utm_|mtm_|matomo_|pk_|hsa_|_hs|oly_|vero_|at_(?:medium|campaign|custom|link|format))/;

const TRACKING = new Set(
  (
    'fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh mc_cid mc_eid _ga _gl ' +
    'mkt_tok hsctatracking ncid ocid smid cmpid icid s_cid wt.mc_id xtor ns_mchannel ns_source ns_campaign ' +
    'ns_linkname ns_fee ftag __twitter_impression sr_share spm ref_src ref_url guccounter guce_referrer ' +
    'guce_referrer_sig amp outputtype amp_js_v usqp elqtrackid sfmc_id trk trkcampaign rss_id feedid ' +
    '_branch_match_id jsessionid phpsessid'
  ).split(' '),
);

/** Parameters that track only where their value speaks of feeds or sharing: `?af=R`, `?ref=rss`, `?from=atom`. */
const MAYBE_TRACKING = new Set(
  'ref source src from partner feed rss cmp af via share mode output_type'.split(' '),
);
const TRACKING_VALUE =
  /^(?:r|yes|1|true|amp|.*(?:rss|feed|atom|xml|twitter|facebook|share|newsletter|email).*)$/i;

/** What `&amp;amp;` in a document leaves of the mark between two parameters. */
const ESCAPED_TWICE = /^(?:amp;)+/;

function isTracking(name: string, value: string): boolean {
  const lower = name.toLowerCase();
  if (TRACKING.has(lower) || TRACKING_PREFIX.test(lower)) return true;
  return MAYBE_TRACKING.has(lower) && TRACKING_VALUE.test(value) && value.length < 40;
}

function meaningfulQuery(params: URLSearchParams): string {
  const named = [...params].map(([name, value]) => [name.replace(ESCAPED_TWICE, ''), value] as const);
  const kept = named.filter(([name, value]) => !isTracking(name, value));
  if (kept.length === 0) return '';
  const text = kept.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return `?${text.sort().join('&')}`;
}

function plainPath(pathname: string): string {
  return normalEscapes(pathname)
    .replace(/;jsessionid=[^/;]*/i, '')
    .replace(/\/{2,}/g, '/')
    .replace(/\.amp(\.html?)?$/i, (_, extension: string | undefined) => extension ?? '')
    .replace(/^\/amp\/(?=.)|\/amp\/?$/i, '/')
    .replace(/\/(?:index|default)\.(?:html?|php|aspx?)$/i, '/')
    .replace(/\/+$/, '');
}

/** Percent-escapes decoded where that changes no meaning, so that `%7E` equals `~`. */
function normalEscapes(path: string): string {
  return path.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    try {
      return encodeURIComponent(decodeURIComponent(escaped)).replace(/%7E/g, '~');
    } catch {
      return escaped.toUpperCase();
    }
  });
}

/** `https://www-example-org.cdn.ampproject.org/c/s/www.example.org/page` → the page it copies. */
function unwrapAmpCache(url: URL): URL {
  const inCache =
    /\.cdn\.ampproject\.org$/.test(url.hostname) && /^\/[a-z]\/(?:s\/)?(.+)$/.exec(url.pathname);
  const inGoogle =
    /(?:^|\.)google\.[a-z.]+$/.test(url.hostname) && /^\/amp\/(?:s\/)?(.+)$/.exec(url.pathname);
  const inner = (inCache || inGoogle || null)?.[1];
  return inner && URL.canParse(`https://${inner}`) ? new URL(`https://${inner}${url.search}`) : url;
}
