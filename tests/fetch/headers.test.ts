import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../src/core/instant.ts';
import { freshFor } from '../../src/fetch/freshness.ts';
import { parseRetryAfter } from '../../src/fetch/retry-after.ts';

const now = new Date('2026-03-05T10:00:00Z');

describe('Retry-After', () => {
  test.each<[string | null | undefined, number | null]>([
    ['120', 120_000],
    [' 120 ', 120_000],
    ['0', 0],
    ['1.5', 1500],
    ['31536000', DAY_MS],
    ['999999999999999', DAY_MS],
    ['Thu, 05 Mar 2026 10:02:00 GMT', 120_000],
    ['Thursday, 05-Mar-26 10:02:00 GMT', 120_000],
    ['Thu Mar  5 10:02:00 2026', 120_000],
    ['Mon, 05 Mar 2026 10:02:00 GMT', 120_000],
    ['Thu, 05 Mar 2026 09:00:00 GMT', 0],
    ['Thu, 05 Mar 2099 09:00:00 GMT', DAY_MS],
    ['-5', null],
    ['soon', null],
    ['Thu, 32 Mar 2026 10:02:00 GMT', null],
    ['2026-03-05T10:02:00Z', null],
    ['1e9', null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('%j: %j ms', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });

  test('is null or between nothing and a day, whatever it says', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.integer().map(String),
          fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
        ),
        (value) => {
          const ms = parseRetryAfter(value, now);
          expect(ms === null || (ms >= 0 && ms <= DAY_MS)).toBe(true);
        },
      ),
    );
  });
});

describe('freshness', () => {
  test.each<[string, Record<string, string>, number | null]>([
    ['nothing said', {}, null],
    ['max-age', { 'cache-control': 'public, max-age=600' }, 600_000],
    ['in capitals and quotes', { 'cache-control': 'Max-Age="600"' }, 600_000],
    ['less Age', { 'cache-control': 'max-age=600', age: '500' }, 100_000],
    ['older than max-age', { 'cache-control': 'max-age=600', age: '700' }, null],
    ['an unreadable Age', { 'cache-control': 'max-age=600', age: 'old' }, 600_000],
    [
      'max-age before Expires',
      { 'cache-control': 'max-age=60', expires: 'Thu, 05 Mar 2026 12:00:00 GMT' },
      60_000,
    ],
    ['shared caches’ s-maxage is not for us', { 'cache-control': 's-maxage=600' }, null],
    ['no-cache', { 'cache-control': 'no-cache, max-age=600' }, null],
    ['no-store', { 'cache-control': 'no-store', expires: 'Thu, 05 Mar 2026 12:00:00 GMT' }, null],
    ['max-age=0', { 'cache-control': 'max-age=0', expires: 'Thu, 05 Mar 2026 12:00:00 GMT' }, null],
    ['a negative one', { 'cache-control': 'max-age=-1' }, null],
    ['Expires', { expires: 'Thu, 05 Mar 2026 11:00:00 GMT' }, 3_600_000],
    [
      'Expires by the origin’s clock',
      { expires: 'Thu, 05 Mar 2026 11:00:00 GMT', date: 'Thu, 05 Mar 2026 10:30:00 GMT' },
      1_800_000,
    ],
    ['Expires in the past', { expires: 'Thu, 01 Jan 1970 00:00:00 GMT' }, null],
    ['Expires: 0', { expires: '0' }, null],
    ['Expires: -1', { expires: '-1' }, null],
  ])('%s', (_, headers, expected) => {
    expect(freshFor(headers, now)).toBe(expected);
  });
});
