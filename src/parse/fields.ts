import RssParser from 'rss-parser';
import type { Element } from './element.ts';
import type { FeedDocument } from './read-document.ts';
import { VOCABULARY } from './vocabulary.ts';

/** What rss-parser found in a channel or an item, all occurrences of each element. */
export class Fields {
  readonly #record: Record<string, unknown>;

  constructor(record: Record<string, unknown>) {
    this.#record = record;
  }

  all(name: string): readonly Element[] {
    return (this.#record[KEYS.get(name) ?? ''] as Element[] | undefined) ?? NONE;
  }

  /** Texts of the elements with these names, in the order of the names, without empty ones. */
  texts(...names: string[]): string[] {
    const texts: string[] = [];
    for (const name of names) {
      for (const { text } of this.all(name)) if (text !== '') texts.push(text);
    }
    return texts;
  }
}

/**
 * Has rss-parser gather the fields of a document. It takes its XML from an xml2js parser in `xmlParser`; the
 * document that we read already stands in for that, since xml2js gives up on what is not well-formed and
 * mixes up what is mixed.
 */
export async function readFields(document: FeedDocument): Promise<{ channel: Fields; items: Fields[] }> {
  const channel = { ...document.channel, item: document.items };
  const parsed = { rss: { $: { version: '2.0' }, channel: [channel] } };
  const parser = Object.assign(new RssParser<Output, Output>({ customFields: keepAll(document) }), {
    xmlParser: { parseString: (_: string, done: (error: null, read: object) => void) => done(null, parsed) },
  });
  const { items, ...rest } = await parser.parseString('');
  return { channel: new Fields(rest), items: items.map((item) => new Fields(item)) };
}

type Output = Record<string, unknown>;

const NONE: readonly Element[] = [];

/** rss-parser keeps all occurrences of a field only under a name that it has no use for itself. */
const KEYS = new Map([...VOCABULARY.values()].map(({ name }): [string, string] => [name, `all ${name}`]));

function keepAll({ channel, items }: FeedDocument): { feed: never; item: never } {
  const names = new Set(Object.keys(channel));
  for (const item of items) for (const name in item) names.add(name);
  const fields = [...names].map((name) => [name, KEYS.get(name), { keepArray: true }]);
  return { feed: fields as never, item: fields as never };
}
