import { createHash } from 'node:crypto';
import type { Article } from '../core/article.ts';
import type { Entry } from '../core/feed.ts';
import { isFrontPage, linkKey } from '../core/link-key.ts';
import { oneLine } from '../core/text.ts';
import { withoutAdvertising } from './advertising.ts';

/** An entry of a feed with the keys that recognise it, strongest first; `details`: what of it may be put right unseen. */
export type Identified = { entry: Entry; keys: string[]; fingerprint: string; details: string };

/**
 * The entries of one feed with their identity keys, each item once; `repeated` counts entries that were
 * another's double. An item is known by its guid where that can be trusted, else by its link, else by title
 * and text; an entry that says nothing is none. Keys count within one source only: equal guids in two sources are two items.
 */
export function identify(
  sourceId: string,
  entries: readonly Entry[],
  toText: (html: string) => string,
): { items: Identified[]; repeated: number } {
  const trust = judge(entries);
  const byKey = new Map<string, Identified>();
  const items: Identified[] = [];
  let repeated = 0;
  for (const entry of entries) {
    const html = entry.contentHtml ?? entry.summary ?? '';
    const text = toText(html);
    if (!entry.title && !entry.link && text.trim() === '') continue;
    const bare = withoutAdvertising(html);
    const print = fingerprint(entry.title ?? '', bare === html ? text : toText(bare));
    const keys = keysOf(entry, { text, print }, trust).map((key) => `item:${sourceId}:${key}`);
    const item = { entry, keys, fingerprint: print, details: detailsOf(entry) };
    const known = keys.map((key) => byKey.get(key)).find((each) => each !== undefined);
    if (known) {
      supersede(known, item);
      repeated += 1;
    } else items.push(item);
    for (const key of keys) if (!byKey.has(key)) byKey.set(key, known ?? item);
  }
  return { items, repeated };
}

/**
 * Of the articles filed under an item's keys, strongest key first, the one that it is; null: a new one. A guid that
 * passed on to another item names none, nor does a link under which several articles with guids are filed.
 */
export function recognise(item: Identified, candidates: readonly Article[]): Article | null {
  const { id, link, title } = item.entry;
  const hasGuid = item.keys.some((key) => kindOf(key) === 'guid');
  const shared = candidates.map((article) => {
    const kinds = item.keys.filter((key) => article.keys.includes(key)).map(kindOf);
    return { article, kinds: new Set(kinds) };
  });
  const isSharedLink = shared.filter(({ kinds }) => kinds.has('link')).length > 1;
  for (const { article, kinds } of shared) {
    const only = kinds.size === 1 ? [...kinds][0] : null;
    if (only === 'link' && hasGuid && isSharedLink) continue;
    const otherLink = link !== null && article.url !== null && linkKey(link) !== linkKey(article.url);
    if (only === 'guid' && mayPassOn(id ?? '', otherLink) && !resembles(title, article.title)) continue;
    return article;
  }
  return null;
}

/** `guid`, `link`, `text` or `words`; a source's id holds no colon. */
export const kindOf = (key: string): string => key.split(':')[2] ?? '';

/**
 * Hash of title and text that moves only when a reader would see other words: blind to white space, case,
 * punctuation, counters ("12 comments", "2 hours ago") and advertising labels, not to the signs of numbers (`p > 0.05`).
 */
export function fingerprint(title: string, text: string): string {
  const words = `${title}\n${text}`.normalize('NFKC').toLowerCase();
  const plain = words.replace(COUNTERS, ' ').replace(SIGNS, (sign) => ` ${NAMES_OF_SIGNS[sign] ?? 'minus'} `);
  return hash(plain.replace(ASCII.test(plain) ? /[^a-z0-9]+/g : /[^\p{L}\p{N}]+/gu, ' ').trim());
}

/** Hash of what a source corrects without other words: how its title is written, who wrote it, which work it is about. */
const detailsOf = ({ title, authors, identifiers }: Entry): string =>
  hash(JSON.stringify([title && withoutCounters(title), authors.map(({ name }) => name), identifiers])).slice(
    0,
    8,
  );

/** What a number means by what stands before it; a minus is one where no other number or word comes before it. */
const SIGNS = /[<>≤≥±](?=\s?[\d.])|(?<=^|[([=,;:]|[^\d\s]\s)[-−](?=[\d.])/gu;
const NAMES_OF_SIGNS: Record<string, string> = {
  '<': 'below',
  '>': 'above',
  '≤': 'atmost',
  '≥': 'atleast',
  '±': 'plusminus',
};

/** Most texts, and many times faster to read. */
const ASCII = /^[\0-\x7f]*$/;

const COUNTERS =
  /(?<![\p{L}\p{N}.,])(?:\d[\d.,]{0,12}\s?[km]?\s(?:comments?|replies|shares?|likes?|views?|reads?|retweets?|claps?|kommentare?|commentaires?|comentarios?)|(?:comments?|shares?|likes?|views?|reads?)\s?[:(]\s?\d[\d.,]{0,12}\)?|\d{1,2}\s(?:seconds?|minutes?|mins?|hours?|hrs?)\sago|advertisement|sponsored content|anzeige|publicité|publicidad)(?![\p{L}\p{N}])/gu;

/** A title without what counts its readers. */
export const withoutCounters = (title: string): string =>
  title.replace(COUNTERS_IN_TITLE, '').replace(EMPTY_BRACKETS, '').trim();

const COUNTERS_IN_TITLE = new RegExp(COUNTERS.source, 'giu');
const EMPTY_BRACKETS = /[([]\s*[)\]]/g;

type Trust = { guid(entry: Entry): boolean; link(entry: Entry): boolean };

/**
 * Which guids and links of a feed name one item each: a guid that stands with several links names none, nor one that
 * stands, without a link, with titles that are not alike; nor does a link that stands with several guids, nor a front page.
 */
function judge(entries: readonly Entry[]): Trust {
  const linksOfGuid = new Map<string, Set<string>>();
  const itemsOfLink = new Map<string, Set<string>>();
  const titleOfGuid = new Map<string, string | null>();
  const clashing = new Set<string>();
  for (const { id, link, title } of entries) {
    const guid = id?.trim() ?? '';
    const key = linkKey(link);
    if (key === null) {
      const first = titleOfGuid.get(guid);
      if (first === undefined) titleOfGuid.set(guid, title);
      else if (!resembles(first, title)) clashing.add(guid);
      continue;
    }
    if (guid !== '') add(linksOfGuid, guid, key);
    add(itemsOfLink, key, guid !== '' ? guid : oneLine(title ?? '').toLowerCase());
  }
  const oneItem = (key: string) => {
    const items = [...(itemsOfLink.get(key) ?? [])];
    return items.length <= 1 || items.every((guid) => linkKey(guid) === key);
  };
  return {
    guid: ({ id }) => {
      const guid = id?.trim() ?? '';
      const isOneItem = (linksOfGuid.get(guid)?.size ?? 0) <= 1 && !clashing.has(guid);
      return guid !== '' && isOneItem && !isFrontPage(guid);
    },
    link: ({ link }) => {
      const key = linkKey(link);
      return key !== null && link !== null && !isFrontPage(link) && oneItem(key);
    },
  };
}

function keysOf(entry: Entry, words: { text: string; print: string }, trust: Trust): string[] {
  const keys: string[] = [];
  const guid = entry.id?.trim() ?? '';
  if (trust.guid(entry)) {
    keys.push(`guid:${short(guid)}`);
    const permalink = entry.isPermaLink === false ? null : linkKey(guid);
    if (permalink !== null && entry.link === null) keys.push(`link:${short(permalink)}`);
  }
  const link = trust.link(entry) ? linkKey(entry.link) : null;
  if (link !== null) keys.push(`link:${short(link)}`);
  if (keys.length > 0) return keys;
  const text = oneLine(`${entry.title ?? ''} ${words.text}`).toLowerCase();
  return [`text:${hash(text)}`, `words:${words.print}`];
}

/** A double within one document: the later version of the words wins, every key is kept. */
function supersede(known: Identified, double: Identified): void {
  const when = ({ entry }: Identified) => entry.updated ?? entry.published ?? '';
  if (when(double) > when(known)) {
    known.entry = double.entry;
    known.fingerprint = double.fingerprint;
    known.details = double.details;
  }
  for (const key of double.keys) if (!known.keys.includes(key)) known.keys.push(key);
}

/**
 * Whether a guid may pass from one item to another: a short one, such as a number that starts again; and a name
 * without any number, such as `https://ward.example/latest`, once it stands with another link.
 */
function mayPassOn(guid: string, otherLink: boolean): boolean {
  const isMadeUnique = guid.length >= 16 || /^[a-z][a-z0-9+.-]*:/i.test(guid);
  return !isMadeUnique || (otherLink && !/\d/.test(guid));
}

/** Whether two titles share at least half of the shorter one's words. */
function resembles(a: string | null, b: string | null): boolean {
  const wordsOf = (title: string | null) =>
    new Set((title ?? '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const shared = [...left].filter((word) => right.has(word)).length;
  return shared * 2 >= Math.min(left.size, right.size);
}

const short = (text: string) => (text.length <= 200 ? text : `${text.slice(0, 150)}#${hash(text)}`);
const hash = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}
