import { absoluteUrl } from '../core/url.ts';
import type { OutputFile } from './edition.ts';
import { validateJsonFeed } from './validate-json.ts';
import { childrenOf, isElement, parseXml, textOf, type XmlElement } from './xml.ts';

/** What is wrong with a file that was about to be published; `message` is a sentence that says where. */
export type FeedProblem = { path: string; message: string };

/** Problems that would make readers refuse or misread these files: nothing is published while there is one. */
export function checkFeeds(files: readonly OutputFile[]): FeedProblem[] {
  return files.flatMap(({ path, content }) => check(path, content).map((message) => ({ path, message })));
}

function check(path: string, content: string): string[] {
  if (path.endsWith('.json')) return validateJsonFeed(content);
  const validate = VALIDATORS.find(({ extension }) => path.endsWith(extension))?.validate;
  if (!validate) return [];
  const parsed = parseXml(content);
  return parsed.ok ? validate(parsed.value) : [`It is not well-formed XML: ${parsed.error}`];
}

const VALIDATORS: { extension: string; validate: (root: XmlElement) => string[] }[] = [
  { extension: '.atom', validate: validateAtom },
  { extension: '.rss', validate: validateRss },
  { extension: '.opml', validate: validateOpml },
];

function validateAtom(feed: XmlElement): string[] {
  if (feed.name !== 'feed') return [`Its root element is ${feed.name}, not feed.`];
  const entries = childrenOf(feed, 'entry');
  return [
    ...required(feed, ['id', 'title', 'updated', 'author'], 'The feed'),
    ...unique(entries, 'id'),
    ...entries.flatMap((entry) =>
      required(entry, ['id', 'title', 'updated', 'content'], nameOf(entry, 'id')),
    ),
    ...[feed, ...entries].flatMap((parent) => [
      ...dates(parent, ['updated', 'published'], RFC_3339),
      ...childrenOf(parent, 'link').flatMap((link) => url(link.attributes.href, `A link of ${parent.name}`)),
    ]),
  ];
}

function validateRss(rss: XmlElement): string[] {
  const channel = childrenOf(rss, 'channel')[0];
  if (rss.name !== 'rss' || !channel)
    return [`Its root element is ${rss.name}; rss with a channel is needed.`];
  const items = childrenOf(channel, 'item');
  return [
    ...required(channel, ['title', 'link', 'description'], 'The channel'),
    ...unique(items, 'guid'),
    ...dates(channel, ['lastBuildDate'], RFC_822),
    ...items.flatMap((item) => [
      ...required(item, ['title', 'guid', 'description'], nameOf(item, 'guid')),
      ...dates(item, ['pubDate'], RFC_822),
    ]),
    ...[channel, ...items].flatMap((parent) => [
      ...childrenOf(parent, 'link').flatMap((link) => url(textOf(link), `The link of ${parent.name}`)),
      ...childrenOf(parent, 'atom:link').flatMap((link) => url(link.attributes.href, 'An atom:link')),
      ...childrenOf(parent, 'enclosure').flatMap((link) => url(link.attributes.url, 'An enclosure')),
      ...childrenOf(parent, 'source').flatMap((link) => url(link.attributes.url, 'A source')),
    ]),
  ];
}

function validateOpml(opml: XmlElement): string[] {
  const body = childrenOf(opml, 'body')[0];
  if (opml.name !== 'opml' || !body) return [`Its root element is ${opml.name}; opml with a body is needed.`];
  return childrenOf(body, 'outline').flatMap(({ attributes }) => [
    ...(attributes.text ? [] : ['An outline has no text.']),
    ...url(attributes.xmlUrl, `The outline ${attributes.text}`),
  ]);
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const RFC_822 = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

function required(parent: XmlElement, names: readonly string[], who: string): string[] {
  const has = (name: string): boolean => {
    const child = childrenOf(parent, name)[0];
    return child !== undefined && (textOf(child).trim() !== '' || child.children.some(isElement));
  };
  return names.filter((name) => !has(name)).map((name) => `${who} has no ${name}.`);
}

function dates(parent: XmlElement, names: readonly string[], format: RegExp): string[] {
  return names
    .flatMap((name) => childrenOf(parent, name))
    .filter((date) => !format.test(textOf(date)) || Number.isNaN(Date.parse(textOf(date))))
    .map((date) => `"${textOf(date)}" in ${parent.name}/${date.name} is not a date.`);
}

const url = (href: string | undefined, who: string): string[] =>
  absoluteUrl(href) === null
    ? [`${who} leads to "${href ?? ''}", which is not an absolute http(s) URL.`]
    : [];

function unique(parents: readonly XmlElement[], name: string): string[] {
  const seen = new Set<string>();
  return parents.flatMap((parent) => {
    const id = childrenOf(parent, name).map(textOf).join();
    const repeated = seen.has(id);
    seen.add(id);
    return repeated ? [`Two entries have the ${name} ${id}.`] : [];
  });
}

const nameOf = (entry: XmlElement, id: string): string =>
  `The entry ${childrenOf(entry, id).map(textOf).join()}`;
