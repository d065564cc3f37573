/**
 * HTML without the elements that call themselves advertising by class or id, words and all: those change with every
 * visit and say nothing of the article. Takes time in proportion to its length.
 */
export function withoutAdvertising(html: string): string {
  if (!MENTIONED.test(html)) return html;
  let kept = '';
  let position = 0;
  let found = 0;
  for (const tag of html.matchAll(START_TAG)) {
    const [start = '', name = '', attributes = ''] = tag;
    if (tag.index < position || !isAdvertising(attributes)) continue;
    if (found === MOST) break;
    found += 1;
    const end = endOf(html, name, tag.index + start.length);
    if (end === null) continue;
    kept += html.slice(position, tag.index);
    position = end;
  }
  return kept + html.slice(position);
}

/** Each search for an end tag may go through the whole text. */
const MOST = 20;

const START_TAG = /<(div|aside|section|p|span|ins|figure|table|ul|center)\s([^<>]*)>/gi;
const NAMES = /(?:^|\s)(?:class|id)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/gi;
const ADVERTISING =
  /(?:^|[\s_-])(?:ads?|advert(?:s|isements?|ising|orials?)?|ads(?:bygoogle|ense)|ad[_-]?(?:slot|unit|box|banner|block|container|wrapper)s?|sponsor(?:ed|s)?|werbung|anzeigen?|publicidad|publicite|taboola|outbrain)(?=[\s_-]|$)/i;

/** What can't be missing where there is any: found quickly. */
const MENTIONED =
  /["'=\s_-]ad[s_\s"'>-]|adver|ad(?:slot|unit|b|container|wrapper)|sponsor|werbung|anzeige|publici|taboola|outbrain/i;

const isAdvertising = (attributes: string): boolean =>
  [...attributes.matchAll(NAMES)].some(([, double, single, bare]) =>
    ADVERTISING.test(double ?? single ?? bare ?? ''),
  );

/** Where the element whose content begins here ends; null where it doesn't. */
function endOf(html: string, name: string, from: number): number | null {
  const tags = new RegExp(`<(/?)${name}(?![\\w-])[^<>]*>`, 'gi');
  tags.lastIndex = from;
  let depth = 1;
  for (let tag = tags.exec(html); tag !== null; tag = tags.exec(html)) {
    depth += tag[1] === '/' ? -1 : 1;
    if (depth === 0) return tags.lastIndex;
  }
  return null;
}
