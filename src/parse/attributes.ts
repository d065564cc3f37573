import { absoluteUrl } from '../core/url.ts';
import { localName } from './leaf.ts';
import { type Attributes, NO_ATTRIBUTES } from './read-xml.ts';

/** The attributes we read, without prefix and in lower case, URLs among them absolute. */
export function knownAttributes(attributes: Attributes, base: string | null): Attributes {
  if (attributes === NO_ATTRIBUTES) return attributes;
  const known: Attributes = {};
  for (const name in attributes) {
    const local = localName(name);
    const value = attributes[name]?.trim() ?? '';
    if (KNOWN.has(local)) known[local] ??= URLS.has(local) ? absoluteOrSame(value, base) : value;
  }
  return known;
}

/** A URL as it was where it can't be made absolute: an id may stand in a link's place. */
export function absoluteOrSame(text: string, base: string | null): string {
  const link = text.trim();
  if (/^www\.[\w-]+\.[\w.-]+(?:\/|$)/i.test(link)) return `http://${link}`;
  return absoluteUrl(link, base) ?? link;
}

const URLS = new Set(['href', 'url', 'resource']);
const OTHERS = 'length type filesize medium rel term label text ispermalink width height';
const KNOWN = new Set([...URLS, ...OTHERS.split(' ')]);
