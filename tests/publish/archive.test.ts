import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { archivePath, planArchive } from '../../src/publish/archive.ts';

const cases: [name: string, lastSeq: number, size: number, expected: string][] = [
  ['has no archive while everything fits', 100, 100, ''],
  ['opens the first page with what left first', 101, 100, '1–1 open'],
  ['fills the open page', 199, 100, '1–99 open'],
  ['keeps a full page open until it has a successor', 200, 100, '1–100 open'],
  ['closes a page when the next begins', 201, 100, '1–100 closed, 101–101 open'],
  ['works with pages of one', 3, 1, '1–1 closed, 2–2 open'],
  ['has none for an empty store', 0, 10, ''],
];

describe('planArchive', () => {
  it.each(cases)('%s', (_name, lastSeq, size, expected) => {
    const pages = planArchive(lastSeq, size);
    expect(
      pages.map(({ from, to, closed }) => `${from}–${to} ${closed ? 'closed' : 'open'}`).join(', '),
    ).toBe(expected);
  });

  it('holds everything that left the window exactly once, and never changes a closed page', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 60 }), fc.nat(200), (lastSeq, size, more) => {
        const pages = planArchive(lastSeq, size);
        const held = pages.flatMap(({ from, to }) =>
          Array.from({ length: to - from + 1 }, (_, index) => from + index),
        );
        expect(held).toEqual(Array.from({ length: Math.max(0, lastSeq - size) }, (_, index) => index + 1));
        const later = planArchive(lastSeq + more, size);
        for (const page of pages.filter(({ closed }) => closed)) expect(later).toContainEqual(page);
      }),
    );
  });
});

describe('archivePath', () => {
  it('names pages that there are', () => {
    expect([0, 1, 12, 13].map((number) => archivePath(number, 12))).toEqual([
      null,
      'archive/0001',
      'archive/0012',
      null,
    ]);
  });
});
