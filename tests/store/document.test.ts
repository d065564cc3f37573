import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document, decodeDocument, encodeDocument, sortRecords } from '../../src/store/lowdb/document.ts';

/** Keys that are each other's beginnings, or need escaping, collide often. */
const keys = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '"', '\\', ' ', '\n', '!', 'é'), maxLength: 4 }),
  fc.string(),
);
const records = fc
  .array(fc.tuple(keys, fc.jsonValue()))
  .map((pairs) => new Map(pairs.map(([key, value]) => [key, JSON.stringify(value)])));

const reread = (document: Document): Document => {
  const decoded = decodeDocument(encodeDocument(document));
  if (!decoded) throw new Error('It could not be read');
  return decoded;
};

describe('a document', () => {
  it('is JSON, and reads as it was written, in the same order', () => {
    fc.assert(
      fc.property(records, fc.nat(), (given, upTo) => {
        const text = encodeDocument(new Document(upTo, given));
        expect(() => JSON.parse(text)).not.toThrow();
        const read = reread(new Document(upTo, given));
        expect(read.upTo).toBe(upTo);
        expect([...read.records]).toEqual([...given]);
      }),
    );
  });

  it('finds what it has, and nothing else', () => {
    fc.assert(
      fc.property(records, keys, (given, other) => {
        const read = reread(new Document(0, sortRecords(given)));
        for (const [key, text] of given) expect(read.find(key)).toBe(text);
        expect(read.find(other)).toBe(given.get(other));
      }),
    );
  });

  it('takes more records into its lines as a Map would', () => {
    fc.assert(
      fc.property(records, records, (old, added) => {
        const merged = reread(new Document(0, sortRecords(old))).plus(
          added,
          (one, other) => `[${one},${other}]`,
        );
        const expected = new Map(old);
        for (const [key, text] of added) {
          const before = old.get(key);
          expected.set(key, before === undefined ? text : `[${before},${text}]`);
        }
        expect([...reread(merged).records]).toEqual([...sortRecords(expected)]);
      }),
    );
  });

  it('tells any changed byte', () => {
    const text = encodeDocument(new Document(7, new Map([['a', '{"b":1}'], ['c', '"dé"']]))); // biome-ignore format: pairs
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at++) {
      for (const bit of [1, 16, 128]) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ bit;
        expect(decodeDocument(changed.toString('utf8')), `byte ${at}`).toBeNull();
      }
      expect(decodeDocument(bytes.subarray(0, at).toString('utf8')), `cut at ${at}`).toBeNull();
    }
  });
});
