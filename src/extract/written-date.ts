import type { Instant } from '../core/instant.ts';
import { monthOf } from '../core/month-names.ts';

/**
 * The first date that a line of text names, with its time where one follows: "Published 5 March 2024, 14:30",
 * "2024年3月5日". Without a zone it counts as UTC. Of 3/4/2024 the day comes first, except in English of no stated country or of the US.
 */
export function findWrittenDate(text: string, language: string | null): Instant | null {
  const line = text.slice(0, 300);
  const found = numeric(line, language) ?? named(line);
  if (!found) return null;
  const rest = line.slice(found.end, found.end + 40);
  const time = /^\D{0,12}?\b(\d{1,2})[:h.](\d{2})(?::(\d{2}))?\s*([ap])?\.?(?:m\b)?/i.exec(rest);
  return instant(found, time);
}

type Found = { year: number; month: number; day: number; end: number };

function numeric(line: string, language: string | null): Found | null {
  const big = /(?<!\d)((?:19|20)\d\d)\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)\s?[日일.]?/.exec(
    line,
  );
  if (big) return check(Number(big[1]), Number(big[2]), Number(big[3]), big.index + big[0].length);
  const small =
    /(?<!\d)(\d{1,2})([-/.])\s?(\d{1,2})\2\s?((?:19|20)\d\d)(?!\d)/.exec(line) ??
    /(?<![\d.])(\d{1,2})(\.)(\d{1,2})\2(\d\d)(?![\d.])/.exec(line);
  if (!small) return null;
  const [a, b] = [Number(small[1]), Number(small[3])];
  const american = small[2] !== '.' && (language === null || /^en(?:-us)?$/i.test(language));
  const monthFirst = b > 12 || (american && a <= 12);
  return check(
    Number(small[4]?.padStart(4, '20')),
    monthFirst ? a : b,
    monthFirst ? b : a,
    small.index + small[0].length,
  );
}

function named(line: string): Found | null {
  for (const match of line.matchAll(/\p{L}[\p{L}\p{M}]{2,}\.?/gu)) {
    const month = monthOf(match[0].replace('.', ''));
    if (!month) continue;
    const before = line.slice(Math.max(0, match.index - 14), match.index);
    const after = line.slice(match.index + match[0].length, match.index + match[0].length + 20);
    const end = match.index + match[0].length;
    const first = /(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|ª)?\.?[\s-]*(?:de\s+|of\s+|a\s+)?$/i.exec(before);
    const year = /^[\s,.-]*(?:de[l]?\s+)?((?:19|20)\d\d)(?!\d)/i.exec(after);
    if (first && year) return check(Number(year[1]), month, Number(first[1]), end + year[0].length);
    const american = /^[\s-]*(\d{1,2})(?:st|nd|rd|th)?[\s,.-]+((?:19|20)\d\d)(?!\d)/.exec(after);
    if (american) return check(Number(american[2]), month, Number(american[1]), end + american[0].length);
    const yearFirst = /(?<!\d)((?:19|20)\d\d)[\s-]+$/.exec(before);
    const day = /^[\s-]*(\d{1,2})(?!\d)/.exec(after);
    if (yearFirst && day) return check(Number(yearFirst[1]), month, Number(day[1]), end + day[0].length);
  }
  return null;
}

function check(year: number, month: number, day: number, end: number): Found | null {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? { year, month, day, end } : null;
}

function instant({ year, month, day }: Found, time: RegExpExecArray | null): Instant | null {
  const [hour, minute] = [Number(time?.[1] ?? 0), Number(time?.[2] ?? 0)];
  const shift = time?.[4]
    ? time[4].toLowerCase() === 'p'
      ? hour < 12
        ? 12
        : 0
      : hour === 12
        ? -12
        : 0
    : 0;
  const valid = hour + shift <= 23 && minute <= 59;
  const date = new Date(Date.UTC(year, month - 1, day, valid ? hour + shift : 0, valid ? minute : 0));
  return date.getUTCDate() === day ? date.toISOString() : null;
}
