import type { Draft, TableReader, TableTypes } from '../tables.ts';

/** What is changed: table → key → the record's JSON text, null where it's removed. */
export type Layer = Map<string, Map<string, string | null>>;

/** The records of the file in which this key of this table is. */
export type ReadRecords = (table: string, key: string) => Promise<ReadonlyMap<string, string>>;

/** Reads what is stored as if the layers, the oldest first, were written to it. */
export function readerOver<T extends TableTypes>(
  readRecords: ReadRecords,
  layers: readonly Layer[],
): TableReader<T> {
  return {
    async get(table, key) {
      const changed = layers
        .map((layer) => layer.get(table)?.get(key))
        .findLast((text) => text !== undefined);
      const text = changed === undefined ? (await readRecords(table, key)).get(key) : changed;
      return text === undefined || text === null ? null : JSON.parse(text);
    },
  };
}

/** A draft that writes to its last layer. */
export function draftOver<T extends TableTypes>(
  readRecords: ReadRecords,
  before: readonly Layer[],
  own: Layer,
): Draft<T> {
  const write = (table: string, key: string, text: string | null) => {
    const changed = own.get(table) ?? new Map<string, string | null>();
    own.set(table, changed.set(key, text));
  };
  return {
    ...readerOver<T>(readRecords, [...before, own]),
    put: (table, key, record) => write(table, key, JSON.stringify(record)),
    remove: (table, key) => write(table, key, null),
  };
}

/** Adds the changes of one layer to those of another. */
export function mergeInto(layer: Layer, added: Layer): void {
  for (const [table, changes] of added) {
    const merged = layer.get(table) ?? new Map<string, string | null>();
    for (const [key, text] of changes) merged.set(key, text);
    layer.set(table, merged);
  }
}
