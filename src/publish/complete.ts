import type { FeedEntry } from './edition.ts';
import { childrenOf, element, parseXml, type XmlElement } from './xml.ts';

/** The tree of a frame that a library wrote from checked values. */
export function frameOf(xml: string): XmlElement {
  const parsed = parseXml(xml);
  if (!parsed.ok) throw new Error(`The frame of a feed is not XML: ${parsed.error}`);
  return parsed.value;
}

/** Gives the element that has this name a text in place of what it held, or makes one at the end. */
export function setText(parent: XmlElement, name: string, text: string): void {
  const existing = childrenOf(parent, name)[0];
  if (existing) existing.children = [text];
  else parent.children.push(element(name, {}, text));
}

/** Topics, then those of the source's categories that are not also a topic. */
export function categoriesOf(entry: FeedEntry): { term: string; label: string | null; topic: boolean }[] {
  const seen = new Set(entry.topics.map(({ label }) => label.toLowerCase()));
  const categories: { term: string; label: string | null; topic: boolean }[] = entry.topics.map(
    ({ slug, label }) => ({ term: slug, label, topic: true }),
  );
  for (const category of entry.categories) {
    const key = category.toLowerCase();
    if (seen.has(key)) continue;
    seen.add(key);
    categories.push({ term: category, label: null, topic: false });
  }
  return categories;
}

/** What a feed says of an entry's rights, in one line. */
export function rightsOf({ rights, license }: FeedEntry): string | null {
  const parts = [rights, license === null ? null : `License: ${license}`].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' · ');
}
