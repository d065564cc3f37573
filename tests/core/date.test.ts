import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate } from '../../src/core/date.ts';

const NOV_24 = '2026-11-24T11:18:50.000Z';

describe('parseDate', () => {
  it.each([
    ['RFC 822', 'Tue, 24 Nov 2026 11:18:50 GMT', NOV_24],
    ['a numeric zone', 'Tue, 24 Nov 2026 12:18:50 +0100', NOV_24],
    ['a zone with its name beside it', 'Tue, 24 Nov 2026 12:18:50 +0100 (CET)', NOV_24],
    ['GMT with an offset', 'Tue, 24 Nov 2026 13:18:50 GMT+02:00', NOV_24],
    ['EST', 'Tue, 24 Nov 2026 06:18:50 EST', NOV_24],
    ['PDT', 'Tue, 24 Nov 2026 04:18:50 PDT', NOV_24],
    ['a half-hour zone', 'Tue, 24 Nov 2026 16:48:50 IST', NOV_24],
    ['an unknown zone as UTC', 'Tue, 24 Nov 2026 11:18:50 XYZ', NOV_24],
    ['no zone as UTC', 'Tue, 24 Nov 2026 11:18:50', NOV_24],
    ['a wrong weekday', 'Sun, 24 Nov 2026 11:18:50 GMT', NOV_24],
    ['no weekday', '24 Nov 2026 11:18:50 Z', NOV_24],
    ['no seconds', 'Tue, 24 Nov 2026 11:18 GMT', '2026-11-24T11:18:00.000Z'],
    ['a two-digit year', '24 Nov 26 11:18:50 GMT', NOV_24],
    ['a two-digit year of the last century', '24 Nov 96 11:18:50 GMT', '1996-11-24T11:18:50.000Z'],
    ['dashes', 'Tue, 24-Nov-2026 11:18:50 GMT', NOV_24],
    ['a full month name', 'Tuesday, 24 November 2026 11:18:50 GMT', NOV_24],
    ['asctime', 'Tue Nov 24 11:18:50 2026', NOV_24],
    ['Unix date with a zone before the year', 'Tue Nov 24 06:18:50 EST 2026', NOV_24],
    ['American', 'November 24, 2026 11:18:50 AM', NOV_24],
    ['American in the evening, in New York', 'Nov. 24th, 2026 at 6:05 p.m. ET', '2026-11-24T23:05:00.000Z'],
    ['12 am', 'Nov 24, 2026 12:00 AM', '2026-11-24T00:00:00.000Z'],
    ['ISO', '2026-11-24T11:18:50Z', NOV_24],
    ['ISO with an offset', '2026-11-24T06:18:50-05:00', NOV_24],
    ['ISO with an offset without colon', '2026-11-24T06:18:50-0500', NOV_24],
    ['ISO with a short offset', '2026-11-24T12:18:50+01', NOV_24],
    ['ISO with a fraction', '2026-11-24T11:18:50.1234567Z', '2026-11-24T11:18:50.123Z'],
    ['ISO without seconds', '2026-11-24T11:18+00:00', '2026-11-24T11:18:00.000Z'],
    ['ISO with hours only', '2026-11-24T11Z', '2026-11-24T11:00:00.000Z'],
    ['ISO with a space', '2026-11-24 11:18:50', NOV_24],
    ['ISO with a space and a zone', '2026-11-24 12:18:50 +0100', NOV_24],
    ['ISO, compact', '20261124T111850Z', NOV_24],
    ['digits only', '20261124111850', NOV_24],
    ['slashes, year first', '2026/11/24 11:18:50', NOV_24],
    ['24:00', '2026-11-24T24:00:00Z', '2026-11-25T00:00:00.000Z'],
    ['a leap second', '2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['W3C-DTF: a day', '2026-11-24', '2026-11-24T00:00:00.000Z'],
    ['W3C-DTF: a month', '2026-11', '2026-11-01T00:00:00.000Z'],
    ['W3C-DTF: a year', '2026', '2026-01-01T00:00:00.000Z'],
    ['an ordinal day', '2026-328', '2026-11-24T00:00:00.000Z'],
    ['a day in compact form', '20261124', '2026-11-24T00:00:00.000Z'],
    ['a cover date', 'November 2026', '2026-11-01T00:00:00.000Z'],
    ['German', 'Di, 24. Nov. 2026, 12:18:50 MEZ', NOV_24],
    ['German with dots', '24.11.2026 11:18 Uhr', '2026-11-24T11:18:00.000Z'],
    ['German March', '3. März 2026', '2026-03-03T00:00:00.000Z'],
    ['French, whose Tuesday looks like March', 'mar., 24 nov. 2026 12:18:50 +0100', NOV_24],
    ['French first of the month', '1er février 2026 à 14h30', '2026-02-01T14:30:00.000Z'],
    ['Spanish', '24 de noviembre de 2026', '2026-11-24T00:00:00.000Z'],
    ['Italian', 'martedì 24 novembre 2026', '2026-11-24T00:00:00.000Z'],
    ['Portuguese', '2 de março de 2026', '2026-03-02T00:00:00.000Z'],
    ['Dutch', '5 mrt. 2026', '2026-03-05T00:00:00.000Z'],
    ['Russian as servers abbreviate it', 'Вт, 24 ноя 2026 14:18:50 +0300', NOV_24],
    ['Ukrainian', '24 лист. 2026', '2026-11-24T00:00:00.000Z'],
    ['Croatian', '24. studenoga 2026.', '2026-11-24T00:00:00.000Z'],
    ['Catalan', '24 de juny del 2026', '2026-06-24T00:00:00.000Z'],
    ['Latvian', '2026. gada 24. oktobris', '2026-10-24T00:00:00.000Z'],
    ['Arabic in its own digits', '٢٤ نوفمبر ٢٠٢٦', '2026-11-24T00:00:00.000Z'],
    ['Finnish with dots', '24.11.2026 klo 11.18', '2026-11-24T11:18:00.000Z'],
    ['Danish with dots', '24. november 2026 kl. 9.05', '2026-11-24T09:05:00.000Z'],
    ['Turkish, whose Sunday looks like October', '24 May 2026 Paz', '2026-05-24T00:00:00.000Z'],
    ['a whole hour', 'November 24, 2026 6 PM EST', '2026-11-24T23:00:00.000Z'],
    ['two zones in one', '2026-11-24T12:18:50+01:00Z', NOV_24],
    ['a typographic minus', '2026-11-24T06:18:50\u221205:00', NOV_24],
    ['a cover date of two months', '2026 Nov-Dec', '2026-11-01T00:00:00.000Z'],
    ['Polish', '24 listopada 2026', '2026-11-24T00:00:00.000Z'],
    ['Russian', '24 ноября 2026 г., 11:18:50', NOV_24],
    ['Greek', 'Τρί, 24 Νοε 2026 11:18:50 GMT', NOV_24],
    ['Turkish', '24 Kasım 2026', '2026-11-24T00:00:00.000Z'],
    ['Hungarian', '2026-november-24T12:18:50+01:00', NOV_24],
    ['Japanese', '2026年11月24日 午前11時18分', '2026-11-24T11:18:00.000Z'],
    ['Korean', '2026년 11월 24일 오후 11:18:50', '2026-11-24T23:18:50.000Z'],
    ['full-width digits', '２０２６-１１-２４', '2026-11-24T00:00:00.000Z'],
    ['seconds since 1970', '1795519130', NOV_24],
    ['milliseconds since 1970', '1795519130000', NOV_24],
    ['slashes with a day that can be no month', '24/11/2026', '2026-11-24T00:00:00.000Z'],
    ['slashes, month first', '11/24/2026 11:18:50', NOV_24],
    ['spaces around it', '\n  2026-11-24T11:18:50Z\t', NOV_24],
  ])('reads %s', (_, text, expected) => {
    expect(parseDate(text)).toBe(expected);
  });

  it.each([
    ['nothing', ''],
    ['words', 'yesterday'],
    ['a number', '42'],
    ['a day that is not in its month', '2026-02-30'],
    ['29 February of a common year', '29 Feb 2026'],
    ['a thirteenth month', '2026-13-01T00:00:00Z'],
    ['an hour that no day has', '2026-11-24T25:00:00Z'],
    ['a minute that no hour has', '2026-11-24T11:60:00Z'],
    ['an offset that no zone has', '2026-11-24T11:18:50+99:99'],
    ['a time alone', '11:18:50'],
    ['a month with a time', '2026-11T11:18:50Z'],
    ['a day without a year', '24 November'],
    ['an ambiguous order', '05-02-2026'],
    ['two digits that may be the year or the day', '26-11-24'],
    ['a season', 'Spring 2026'],
    ["a database's empty date", '0001-01-01T00:00:00'],
    ['MySQL without a date', '0000-00-00 00:00:00'],
    ['two dates', '24 Nov 2026 - 25 Nov 2026'],
    ['a version', '1.2.3.4'],
    ['something endless', '24 Nov 2026 '.repeat(1000)],
  ])('invents nothing from %s', (_, text) => {
    expect(parseDate(text)).toBeNull();
  });

  it('reads back every instant it gives', () => {
    const range = { min: new Date('1600-01-01'), max: new Date('2900-01-01'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(range), (date) => {
        expect(parseDate(date.toISOString())).toBe(date.toISOString());
        const seconds = new Date(Math.floor(date.getTime() / 1000) * 1000);
        expect(parseDate(seconds.toUTCString())).toBe(seconds.toISOString());
      }),
    );
  });

  it('gives an instant or null for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 250 }), fc.stringMatching(/^[\d:TZ+. -]{0,30}$/)),
        (text) => {
          const instant = parseDate(text);
          if (instant !== null) expect(new Date(instant).toISOString()).toBe(instant);
        },
      ),
    );
  });
});

it('reads the usual shapes as it reads their odd spellings, also on days that there are not', () => {
  const two = (max: number) => fc.integer({ min: 0, max }).map((number) => String(number).padStart(2, '0'));
  const parts = fc.tuple(fc.integer({ min: 1400, max: 3100 }), two(13), two(33), two(25), two(60), two(60));
  fc.assert(
    fc.property(parts, fc.constantFrom('Jan', 'Feb', 'Jun', 'Dec'), ([y, m, d, h, min, s], month) => {
      const rfc822 = `Tue, ${d} ${month} ${y} ${h}:${min}:${s} GMT`;
      const iso = `${y}-${m}-${d}T${h}:${min}:${s}Z`;
      for (const text of [rfc822, iso])
        expect(parseDate(text)).toBe(parseDate(text.toLowerCase().replace('tue', 'TUE')));
    }),
    { numRuns: 500 },
  );
});
