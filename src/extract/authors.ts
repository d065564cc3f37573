import type { Element } from 'domhandler';
import type { Person } from '../core/feed.ts';
import { absoluteUrl } from '../core/url.ts';
import { type Found, items, plain, readClue } from './clues.ts';
import { attribute, elements, names, textOf } from './dom.ts';
import { type LdNode, ldObjects, ldTexts } from './json-ld.ts';
import { elementsNamed, isBeside, type Page } from './page.ts';
import { isPersonLike, splitNames } from './person-names.ts';
import { TRUST } from './trust.ts';

/** Who wrote the article: people and agencies, in the order given. */
export function extractAuthors(page: Page, siteName: string | null): Found<Person[]> | null {
  const said = TRUST.authors
    .map((clue) => ({ value: keep(fromClue(page, clue), siteName), why: clue.replace(/^ld:/, 'json-ld ') }))
    .filter(({ value }) => value.length > 0);
  const people = said.find(({ value }) => !value.every(({ name }) => isHouse(name, page, siteName)));
  if (people)
    return said.find(({ value, why }) => !why.startsWith('item:') && isWider(value, people.value)) ?? people;
  return byline(page, siteName) ?? said[0] ?? null;
}

/** The site or its publisher under an author's heading: only where nobody else is named. */
function isHouse(name: string, page: Page, siteName: string | null): boolean {
  const key = (text: string) => text.toLowerCase().replace(/^the\s|\.[a-z]{2,3}$|[^\p{L}\p{N}]+/gu, '');
  const publisher = [
    siteName ?? '',
    ...ldTexts(page.article?.publisher),
    page.host,
    ...(page.meta.get('copyright') ?? []),
    ...(page.meta.get('dc.publisher') ?? []),
  ]
    .map((text) => key(text.replace(/^(?:copyright|©|\(c\)|\s)+|(?:19|20)\d\d/gi, '')))
    .filter((one) => one.length > 2);
  const own = key(name);
  if (
    /^(?:[\w-]+\.)+[a-z]{2,4}$/i.test(name) ||
    publisher.some((one) => one === own || own === `${one}staff`)
  )
    return true;
  return ldObjects(page.article?.author, page.jsonLd).some(
    (node) =>
      typeof node === 'object' &&
      node !== null &&
      /Organization/.test(ldTexts(node['@type']).join()) &&
      ldTexts(node.name).some((one) => key(plain(one)) === own),
  );
}

/** Names all the same people and a few more. */
function isWider(list: Person[], people: Person[]): boolean {
  const has = new Set(list.map(({ name }) => name.toLowerCase()));
  return (
    list.length > people.length &&
    list.length <= people.length + 6 &&
    people.every(({ name }) => has.has(name.toLowerCase()))
  );
}

function fromClue(page: Page, clue: string): Person[] {
  if (clue === 'ld:author' || clue === 'ld:creator') return ldPeople(page, page.article?.[clue.slice(3)]);
  if (clue === 'item:author') return items(page, 'author').flatMap((element) => elementPeople(page, element));
  const said = readClue(page, clue).map(({ value }) => value);
  // "Doe, Jane" is how libraries write one name; everywhere else a comma parts two people.
  if (/citation_author$|^meta:dc/.test(clue))
    return said.flatMap((name) => splitNames(turnAround(name))).map(person);
  return said.flatMap(splitNames).map(person);
}

const turnAround = (name: string): string => name.replace(/^([^,;]+),\s*([^,;]+)$/, '$2 $1');

function ldPeople(page: Page, value: unknown): Person[] {
  return (Array.isArray(value) ? value.slice(0, 200) : [value]).flatMap((item) => {
    if (typeof item === 'string') return splitNames(plain(item)).map(person);
    return ldObjects(item, page.jsonLd).flatMap((node: LdNode) => {
      if (typeof node !== 'object' || node === null) return [];
      const full = ldTexts(node.name);
      const name =
        full.length > 0 ? full : [[...ldTexts(node.givenName), ...ldTexts(node.familyName)].join(' ')];
      const url = absoluteUrl(ldTexts(node.url)[0], page.base);
      return name.flatMap((one) => splitNames(plain(one))).map((one) => ({ name: one, email: null, url }));
    });
  });
}

function elementPeople(page: Page, element: Element): Person[] {
  const inner = elements(element);
  const named = inner.filter(({ attribs }) => attribs.itemprop?.split(/\s+/).includes('name'));
  const links = inner.filter(
    ({ name, attribs }) =>
      name === 'a' &&
      /author|rel|\/(?:by|people|person|staff|profile|autor|auteur)/i.test(
        `${attribs.rel ?? ''} ${attribs.href ?? ''} ${names({ attribs } as Element)}`,
      ),
  );
  const source = named.length > 0 ? named : links.length > 0 ? links : [element];
  return source.flatMap((part) => {
    const url = part.name === 'a' ? absoluteUrl(attribute(part, 'href'), page.base) : null;
    return splitNames(attribute(part, 'content') || textOf(part, 300)).map((name) => ({
      name,
      email: null,
      url,
    }));
  });
}

const person = (name: string): Person => ({ name, email: null, url: null });

function keep(people: Person[], siteName: string | null): Person[] {
  const seen = new Set<string>();
  return people.filter(({ name }) => {
    const key = name.toLowerCase();
    if (!isPersonLike(name) || seen.has(key)) return false;
    seen.add(key);
    return people.length === 1 || key !== siteName?.toLowerCase();
  });
}

const BYLINE =
  /(?:^|[^a-z])(?:byline|by-line|author|authors|authortext|autor|autorenzeile|autorzeile|autoren|auteur|autore|byauthor|posted-by|writer|contributor|article-author|author-name|authorname|post-author|entry-author|vcard)(?![a-z])|byline|author-?name|articleauthor/i;

/** rel=author, then an element that is named a byline, then a line below the title that begins with "By". */
function byline(page: Page, siteName: string | null): Found<Person[]> | null {
  const named = elementsNamed(page, (given) => BYLINE.test(given));
  const usable = (test: (element: Element) => boolean): Element[] =>
    page.all.filter((element) => test(element) && !UNWRITTEN.has(element.name) && !isBeside(page, element));
  const groups: [string, Element[]][] = [
    ['[rel=author]', usable(({ attribs }) => attribs.rel !== undefined && AUTHOR_LINK.test(attribs.rel))],
    ['byline', usable((element) => named.has(element))],
  ];
  for (const [why, group] of groups) {
    for (const element of group.slice(0, 40)) {
      const text = textOf(element, 300);
      if (text.length < 3 || text.length > 200) continue;
      const people = keep(elementPeople(page, element), siteName);
      if (people.length > 0)
        return {
          value: why === '[rel=author]' ? alike(page, group, element, people, siteName) : people,
          why,
        };
    }
  }
  return byLine(page, siteName);
}

const AUTHOR_LINK = /(?:^|\s)author(?:\s|$)/;
/** Elements that hold no line of text, or all of it. */
const UNWRITTEN = new Set('body html script style img svg link input'.split(' '));

/** Several authors are links beside each other. */
function alike(
  page: Page,
  group: Element[],
  element: Element,
  people: Person[],
  siteName: string | null,
): Person[] {
  const beside = group.filter(
    (other) => other.parent === element.parent || other.parent?.parent === element.parent?.parent,
  );
  return beside.length > 1
    ? keep(
        beside.flatMap((other) => elementPeople(page, other)),
        siteName,
      )
    : people;
}

const BY =
  /^(?:by|von|par|por|di|door|av|af|przez|oleh|written by|posted by|text:?|texto:?|autor(?:in|a)?:?|author:?|auteur:?|字|文|作者[:：]?|記者)[\s:：]+(?=\p{Lu}|\p{Lo})/iu;

function byLine(page: Page, siteName: string | null): Found<Person[]> | null {
  const heading = page.all.findIndex((element) => element.name === 'h1');
  for (const element of page.all.slice(Math.max(0, heading), heading + 120)) {
    if (!/^(?:p|div|span|li|em|small|i|td|b|strong|h\d|a|address)$/.test(element.name)) continue;
    // A letter counts two at the most, so this one holds more than a line.
    if ((page.measures.get(element)?.size ?? 0) > 240) continue;
    const text = textOf(element, 160);
    if (text.length < 6 || text.length > 120 || !BY.test(text) || isBeside(page, element)) continue;
    const people = keep(splitNames(text).map(person), siteName);
    if (people.length > 0 && people.every(({ name }) => /^\p{Lu}|\p{Lo}/u.test(name)))
      return { value: people, why: 'a line below the title' };
  }
  return null;
}
