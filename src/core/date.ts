import type { Instant } from './instant.ts';
import { monthOf } from './month-names.ts';

/**
 * The instant that a date from a feed or page means, in whatever shape it is written: RFC 822 and its
 * misspellings, ISO 8601 and W3C-DTF (a partial date is its first moment), month names in many languages,
 * seconds or milliseconds since 1970. The weekday is not believed. Without a zone, or with an unknown one,
 * it is UTC. Null for anything else: impossible days, ambiguous ones (`05-02-2026`), more than one date.
 */
export function parseDate(text: string): Instant | null {
  if (text.length > MAX_LENGTH) return null;
  const usual = fromUsual(text);
  if (usual !== null) return usual;
  const line = plainDigits(text);
  return fromUnixTime(line) ?? fromCalendar(line);
}

const USUAL =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?:1[5-9]|2\d)\d\d (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d (?:GMT|\+0000)$|^(?:1[5-9]|2\d)\d\d-\d\d-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** What most feeds write, to the letter, read in a shorter way; null where it is anything else, or no day that there is. */
function fromUsual(text: string): Instant | null {
  const found = USUAL.exec(text);
  if (!found) return null;
  const date = new Date(text);
  return date.getUTCDate() === Number(found[1] ?? found[2]) ? date.toISOString() : null;
}

const MAX_LENGTH = 200;

/** One line in lower case, with compact and East Asian spellings written with dashes and colons. */
function plainDigits(text: string): string {
  const ascii = /^[\x20-\x7e]*$/.test(text);
  const line = ascii ? text.toLowerCase().trim() : westernDigits(text);
  return line
    .replace(/^(\d{8})(\d{2})(\d{2})(\d{2})$/, '$1t$2:$3:$4')
    .replace(/(\d)t(\d{2})(\d{2})(\d{2})?(?=$|[z+. -])/, (_, day, h, m, s) => `${day}t${h}:${m}:${s ?? '00'}`)
    .replace(/(\d)t(\d{2})(?=$|[z+ -])/, '$1t$2:00')
    .replace(
      /(\d{1,2})\.(\d{2})(?= uhr)|(?<=\bklo? |\bkl\. )(\d{1,2})\.(\d{2})/,
      (_, h, m, hour, minute) => `${h ?? hour}:${m ?? minute}`,
    )
    .replace(/(?<![\d:.])(\d{1,2})(?= ?[ap]\.?m\b)/, '$1:00')
    .replace(/([+-]\d{2}:\d{2})z$/, '$1');
}

/** `2026年11月24日 午後1時05分`, full-width and Arabic digits, odd spaces and dashes. */
function westernDigits(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/[\s\u2000-\u206f]+/g, ' ')
    .replace(/(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]/, '$1-$2-$3 ')
    .replace(
      /(\d{1,2}) ?[時时시点] ?(\d{1,2}) ?[分분](?: ?(\d{1,2}) ?[秒초])?/,
      (_, h, m, s) => `${h}:${m}:${s ?? '00'}`,
    )
    .replace(/(오전|午前|上午|오후|午後|下午) ?(\d{1,2}:\d{2}(?::\d{2})?)/, (_, half, time) =>
      /오전|午前|上午/.test(half) ? `${time} am` : `${time} pm`,
    )
    .trim();
}

function fromUnixTime(line: string): Instant | null {
  const [, seconds, ms] = /^(\d{9,10})(?:\.\d{1,9})?$|^(\d{13})$/.exec(line) ?? [];
  if (!seconds && !ms) return null;
  return new Date(seconds ? Number(seconds) * 1000 : Number(ms)).toISOString();
}

function fromCalendar(line: string): Instant | null {
  const time = takeTime(line);
  if (time === null) return null;
  const day = readDay(time.rest);
  if (day === null || (day.partial && time.given)) return null;
  const date = new Date(0);
  date.setUTCFullYear(day.year, day.month - 1, day.day);
  const real = date.getUTCMonth() === day.month - 1 && date.getUTCDate() === day.day;
  if (!real || day.year < MIN_YEAR || day.year > MAX_YEAR) return null;
  return new Date(date.getTime() + time.ms - time.offsetMinutes * 60_000).toISOString();
}

/** Below: what databases hold where no date was set (0001-01-01). */
const MIN_YEAR = 1500;
const MAX_YEAR = 2999;

type Time = { given: boolean; ms: number; offsetMinutes: number; rest: string };

const TIME =
  /(?<![\d:])(\d{1,2})(?::| ?h ?)(\d{1,2})(?::(\d{1,2})(?:[.,:](\d{1,9}))?)?(?![\d:])(?: ?([ap])\.?m\b\.?)?/;
const ZONE =
  /^ ?(?:(?:gmt|utc|ut|z) ?([+-]\d{1,2})(?::?(\d{2}))?|([+-]\d{2}):?(\d{2})?|([a-z]{1,5}))(?![\p{L}\d:/-])/u;

/** The time of day and its zone, and the line without them. Null: a time that no day has. */
function takeTime(line: string): Time | null {
  const found = TIME.exec(line);
  if (!found) return withoutTime(line);
  const [whole, hours = '', minutes = '', seconds = '0', fraction = '', half] = found;
  const hour = half ? twelveHour(Number(hours), half) : Number(hours);
  const ms = ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  if (Number(minutes) > 59 || Number(seconds) > 60 || hour > 24 || (hour === 24 && ms > 86_400_000))
    return null;
  const tail = line.slice(found.index + whole.length);
  const zone = readZone(tail);
  if (zone === null) return null;
  return {
    given: true,
    ms: ms + Number(fraction.slice(0, 3).padEnd(3, '0')),
    offsetMinutes: zone.offsetMinutes,
    rest: `${line.slice(0, found.index)} ${tail.slice(zone.length)}`,
  };
}

function withoutTime(line: string): Time | null {
  const dated = /^(\d{4}-\d{2}-\d{2})( ?(?:z|[+-]\d{2}:?\d{2}))$/.exec(line);
  const zone = readZone(dated?.[2] ?? '');
  return zone && { given: false, ms: 0, offsetMinutes: zone.offsetMinutes, rest: dated?.[1] ?? line };
}

/** 12 am is midnight. 13 pm is not believed to be more than 13 h. */
const twelveHour = (hour: number, half: string): number =>
  hour > 12 ? hour : (hour % 12) + (half === 'p' ? 12 : 0);

/** What stands directly after a time. Null: an offset that no zone has. */
function readZone(tail: string): { offsetMinutes: number; length: number } | null {
  const found = ZONE.exec(tail);
  if (!found) return { offsetMinutes: 0, length: 0 };
  const [whole, offset, offsetMinutes, hours = offset, minutes = offsetMinutes, name] = found;
  if (name !== undefined) {
    const named = ZONES.get(name);
    return named === undefined
      ? { offsetMinutes: 0, length: 0 }
      : { offsetMinutes: named * 60, length: whole.length };
  }
  const size = Math.abs(Number(hours)) * 60 + Number(minutes ?? 0);
  if (size > 15 * 60 || Number(minutes ?? 0) > 59) return null;
  return { offsetMinutes: hours?.startsWith('-') ? -size : size, length: whole.length };
}

/** Hours east of UTC. `IST` is India's, `CST` and `AST` America's: those are the ones that feeds mean. */
const ZONES = new Map(
  Object.entries({
    ...{
      z: 0,
      ut: 0,
      utc: 0,
      gmt: 0,
      wet: 0,
      bst: 1,
      ist: 5.5,
      west: 1,
      cet: 1,
      mez: 1,
      met: 1,
      cest: 2,
      mesz: 2,
    },
    ...{
      mest: 2,
      eet: 2,
      sast: 2,
      cat: 2,
      wat: 1,
      eest: 3,
      msk: 3,
      eat: 3,
      trt: 3,
      idt: 3,
      pkt: 5,
      wib: 7,
      ict: 7,
    },
    ...{ hkt: 8, sgt: 8, awst: 8, myt: 8, pht: 8, jst: 9, kst: 9, acst: 9.5, acdt: 10.5, aest: 10, aedt: 11 },
    ...{
      nzst: 12,
      nzdt: 13,
      nst: -3.5,
      ndt: -2.5,
      brt: -3,
      art: -3,
      ast: -4,
      adt: -3,
      clt: -4,
      edt: -4,
      est: -5,
    },
    ...{
      et: -5,
      cdt: -5,
      cst: -6,
      ct: -6,
      mdt: -6,
      mst: -7,
      mt: -7,
      pdt: -7,
      pst: -8,
      pt: -8,
      akdt: -8,
      akst: -9,
    },
    ...{ hst: -10, a: 0, n: 0 },
  }),
);

type Day = { year: number; month: number; day: number; partial: boolean };

function readDay(text: string): Day | null {
  return readNamedMonth(text) ?? readNumbers(text);
}

/** `24 November 2026`, `Nov 24th, 2026`, `24-Nov-26`, `2026 November 24`, `November 2026`. */
function readNamedMonth(text: string): Day | null {
  const months = monthsIn(text);
  if (months.length === 0 || months.length > 2) return null;
  const numbers = text.match(/\d+/g) ?? [];
  const [first = '', second] = numbers;
  if (numbers.length > 2) return null;
  if (second === undefined) {
    // `2026 nov-dec` begins in November.
    const month = months[0] ?? 0;
    return first.length === 4 ? { year: Number(first), month, day: 1, partial: true } : null;
  }
  // `mar, 24 nov`: the first one is a Tuesday. `24 May 2026 Paz`: the second one is a Sunday.
  const month = monthsIn(/\d\D+\d/.exec(text)?.[0] ?? '')[0] ?? months.at(-1) ?? 0;
  const yearFirst = first.length === 4;
  const [year, day] = yearFirst ? [first, second] : [second, first];
  return day.length > 2 ? null : { year: fullYear(year), month, day: Number(day), partial: false };
}

const monthsIn = (text: string): number[] =>
  (text.match(/\p{L}+/gu) ?? []).map(monthOf).filter((month) => month !== null);

/** Two digits before 50 are this century (RFC 2822 §4.3). */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 3) return year;
  return digits.length === 2 && year < 50 ? 2000 + year : 1900 + year;
}

const ISO_DAY = /^[^\d]*(\d{4})(?:[-/. ]{1,2}(\d{1,2})(?:[-/. ]{1,2}(\d{1,2}))?)?[^\d]*$/;
const COMPACT_DAY = /^[^\d]*(\d{4})(\d{2})(\d{2})[^\d]*$/;
const ORDINAL_DAY = /^(\d{4})-?(\d{3})\D*$/;
const LOCAL_DAY = /^[^\d]*(\d{1,2}) ?([./-]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})[^\d]*$/;

function readNumbers(text: string): Day | null {
  const [, year, month, day] = ISO_DAY.exec(text) ?? COMPACT_DAY.exec(text) ?? [];
  // `Spring 2026` is no first of January.
  if (year && month === undefined && /\p{L}/u.test(text)) return null;
  if (year) {
    return {
      year: Number(year),
      month: Number(month ?? 1),
      day: Number(day ?? 1),
      partial: day === undefined,
    };
  }
  const [, ordinalYear, dayOfYear] = ORDINAL_DAY.exec(text.trim()) ?? [];
  if (ordinalYear) return ordinalDay(Number(ordinalYear), Number(dayOfYear));
  return readLocalDay(text);
}

function ordinalDay(year: number, dayOfYear: number): Day | null {
  const date = new Date(Date.UTC(year, 0, dayOfYear));
  if (dayOfYear < 1 || date.getUTCFullYear() !== year) return null;
  return { year, month: date.getUTCMonth() + 1, day: date.getUTCDate(), partial: false };
}

/** Dots put the day first. Slashes put the month first where both are possible; dashes then say nothing. */
function readLocalDay(text: string): Day | null {
  const [, first = '', separator, second = '', year = ''] = LOCAL_DAY.exec(text) ?? [];
  if (!separator) return null;
  const ambiguous = Number(first) <= 12 && Number(second) <= 12 && first !== second;
  // `26-11-24` may begin with its year.
  if (separator === '-' && (ambiguous || year.length === 2)) return null;
  const dayFirst = separator === '.' || Number(first) > 12;
  const [day, month] = dayFirst ? [first, second] : [second, first];
  return { year: fullYear(year), month: Number(month), day: Number(day), partial: false };
}
