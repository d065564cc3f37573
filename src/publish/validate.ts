import { absoluteUrl } from '../core/url.ts';
import { type FeedFile, type OutputFile, textOfFeed, type WrittenEntry } from './edition.ts';
import { validateJsonFeed } from './validate-json.ts';
import { childrenOf, isElement, parseXml, textOf, type XmlElement } from './xml.ts';

/** What is wrong with a file that was about to be published; `message` is a sentence that says where. */
export type FeedProblem = { path: string; message: string };

/** What a feed's text turned out to be: what is wrong with it, a sentence each, and the ids of its entries. */
export type Findings = { problems: string[]; ids: string[] };

/** Problems that would make readers refuse or misread these files: nothing is published while there is one. */
export const checkFeeds = (files: readonly OutputFile[]): FeedProblem[] => feedChecker()(files);

/**
 * Checks the files of one publish. An entry that many feeds hold is read in the first of each format; in the others
 * their own text is read around the entries that are new, and the ids of all are compared.
 */
export function feedChecker(): (files: readonly (OutputFile | FeedFile)[]) => FeedProblem[] {
  const idOf = new WeakMap<WrittenEntry, string>();

  function findings(file: OutputFile | FeedFile): Findings {
    if (!('parts' in file)) return read(file.path, file.content);
    const { entries } = file.parts;
    const fresh = entries.filter((entry) => !idOf.has(entry));
    const found = read(file.path, textOfFeed({ ...file.parts, entries: fresh }));
    // Entries that are not each one entry to a parser only count together, as they stand.
    if (found.problems.length > 0 || found.ids.length !== fresh.length) return read(file.path, file.content);
    fresh.forEach((entry, index) => {
      idOf.set(entry, found.ids[index] ?? '');
    });
    return { problems: [], ids: entries.map((entry) => idOf.get(entry) ?? '') };
  }

  return (files) =>
    files.flatMap((file) => {
      const { problems, ids } = findings(file);
      return [...problems, ...repeated(ids)].map((message) => ({ path: file.path, message }));
    });
}

function read(path: string, content: string): Findings {
  if (path.endsWith('.json')) return validateJsonFeed(content);
  const validate = VALIDATORS.find(({ extension }) => path.endsWith(extension))?.validate;
  if (!validate) return { problems: [], ids: [] };
  const parsed = parseXml(content);
  return parsed.ok
    ? validate(parsed.value)
    : { problems: [`It is not well-formed XML: ${parsed.error}`], ids: [] };
}

const repeated = (ids: readonly string[]): string[] =>
  ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `Two entries have the id ${id}.`);

const VALIDATORS: { extension: string; validate: (root: XmlElement) => Findings }[] = [
  { extension: '.atom', validate: validateAtom },
  { extension: '.rss', validate: validateRss },
  { extension: '.opml', validate: validateOpml },
];

function validateAtom(feed: XmlElement): Findings {
  if (feed.name !== 'feed') return only(`Its root element is ${feed.name}, not feed.`);
  const entries = childrenOf(feed, 'entry');
  const problems = [
    ...required(feed, ['id', 'title', 'updated', 'author'], 'The feed'),
    ...entries.flatMap((entry) =>
      required(entry, ['id', 'title', 'updated', 'content'], nameOf(entry, 'id')),
    ),
    ...[feed, ...entries].flatMap((parent) => [
      ...dates(parent, ['updated', 'published'], RFC_3339),
      ...childrenOf(parent, 'link').flatMap((link) => url(link.attributes.href, `A link of ${parent.name}`)),
    ]),
  ];
  return { problems, ids: idsOf(entries, 'id') };
}

function validateRss(rss: XmlElement): Findings {
  const channel = childrenOf(rss, 'channel')[0];
  if (rss.name !== 'rss' || !channel)
    return only(`Its root element is ${rss.name}; rss with a channel is needed.`);
  const items = childrenOf(channel, 'item');
  const problems = [
    ...required(channel, ['title', 'link', 'description'], 'The channel'),
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
  return { problems, ids: idsOf(items, 'guid') };
}

function validateOpml(opml: XmlElement): Findings {
  const body = childrenOf(opml, 'body')[0];
  if (opml.name !== 'opml' || !body)
    return only(`Its root element is ${opml.name}; opml with a body is needed.`);
  const problems = childrenOf(body, 'outline').flatMap(({ attributes }) => [
    ...(attributes.text ? [] : ['An outline has no text.']),
    ...url(attributes.xmlUrl, `The outline ${attributes.text}`),
  ]);
  return { problems, ids: [] };
}

const only = (problem: string): Findings => ({ problems: [problem], ids: [] });

const idsOf = (entries: readonly XmlElement[], name: string): string[] =>
  entries.map((entry) => childrenOf(entry, name).map(textOf).join());

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

const nameOf = (entry: XmlElement, id: string): string =>
  `The entry ${childrenOf(entry, id).map(textOf).join()}`;
