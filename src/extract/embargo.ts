import { htmlToText } from '../core/html-text.ts';
import type { Instant } from '../core/instant.ts';
import { monthOf } from '../core/month-names.ts';
import type { Found } from './clues.ts';

const LINE =
  /(?:strictly |under |news )?(?:(?<!\b(?:oil|arms|weapons?|trade|gas|fuel|grain|food|coal|steel|exports?|imports?|economic|travel) )embargo(?:ed)?(?: (?:for release|until|till|date|lifts?|ends?|time|to|expires?))*(?: (?:until|at|on))?|sperrfrist(?: bis)?|not for (?:release|publication) (?:before|until)|for release (?:on|at|after)|sous embargo jusqu[’'](?:au|à)|embargad[oa] hasta)\s*[:–—-]?\s*([^\n]{6,140})/i;

/**
 * When an embargo ends, from a line such as "Embargoed until 00:01 GMT 5 March". A year that isn't given is that
 * of `published`, or the one that puts the day nearest to it; zones as abbreviated in such lines, else UTC.
 */
export function embargoEnd(text: string, published: Instant | null): Found<Instant> | null {
  for (const line of [...text.slice(0, 3000).split('\n'), ...text.slice(-1500).split('\n')]) {
    const said = LINE.exec(line);
    const at = said?.[1] ? moment(said[1], published) : null;
    if (said && at) return { value: at, why: `"${said[0].trim().slice(0, 100)}"` };
  }
  return null;
}

/** Whether an embargo's line can be in a text at all. */
export const mayNameEmbargo = (text: string): boolean => SIGN.test(text);

/** The same for a whole page, of whose lines only the short ones count. */
export function embargoOnPage(html: string, near: Instant | null): Found<Instant> | null {
  const lines = htmlToText(html)
    .split('\n')
    .filter((line) => line.length <= 200 && SIGN.test(line));
  return embargoEnd(lines.slice(0, 20).join('\n'), near);
}

const SIGN = /embarg|sperrfrist|for (?:release|publication)/i;

function moment(words: string, published: Instant | null): Instant | null {
  const stamp = STAMP.exec(words)?.[0];
  if (stamp && !Number.isNaN(Date.parse(stamp))) return new Date(stamp).toISOString();
  const day = dayOf(words, published);
  if (!day) return null;
  const { hour, minute } = timeOf(words);
  const zone = ZONE.exec(words)?.[0].toUpperCase().replace(/\s+/g, ' ') ?? 'UTC';
  const offset = offsetMinutes(zone, day);
  return new Date(Date.UTC(day.year, day.month - 1, day.day, hour, minute) - offset * 60_000).toISOString();
}

/** RFC 3339, as machines write it. */
const STAMP = /\b20\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)/;

type Day = { year: number; month: number; day: number };

function dayOf(words: string, published: Instant | null): Day | null {
  const iso = /\b(20\d\d)-(\d\d)-(\d\d)(?!\d)/.exec(words);
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
  const dotted = /\b(\d{1,2})[./](\d{1,2})[./](20\d\d)\b/.exec(words);
  if (dotted) return { year: Number(dotted[3]), month: Number(dotted[2]), day: Number(dotted[1]) };
  for (const name of words.matchAll(/\p{L}{3,}\.?/gu)) {
    const month = monthOf(name[0].replace('.', ''));
    if (!month) continue;
    const before = /(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?$/i.exec(words.slice(0, name.index));
    const after = /^\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d|:)/i.exec(words.slice(name.index + name[0].length));
    const day = Number(before?.[1] ?? after?.[1]);
    if (!day || day > 31) continue;
    const year = /\b(20\d\d)\b/.exec(words)?.[1];
    return year ? { year: Number(year), month, day } : nearest(month, day, published);
  }
  return null;
}

/** Without a year, the day nearest to when the page says it was published; unknown without that. */
function nearest(month: number, day: number, published: Instant | null): Day | null {
  if (!published) return null;
  const from = Date.parse(published);
  const year = new Date(from).getUTCFullYear();
  const distance = (y: number) => Math.abs(Date.UTC(y, month - 1, day) - from);
  const best = [year - 1, year, year + 1].sort((a, b) => distance(a) - distance(b))[0] ?? year;
  return { year: best, month, day };
}

function timeOf(words: string): { hour: number; minute: number } {
  const clock: readonly string[] | null =
    /\b(\d{1,2})[:.h](\d{2})(?!\d|[./]\d)\s*([ap])?\.?\s?m?\b/i.exec(words) ??
    /\b(\d{1,2})()\s*([ap])\.?m\.?/i.exec(words) ??
    /\b(\d{1,2})()\s*(?:uhr|h|hrs?|hours)\b/i.exec(words) ??
    military(words);
  if (!clock) return { hour: /\bnoon\b/i.test(words) ? 12 : 0, minute: 0 };
  const base = Number(clock[1]);
  const shift =
    clock[3]?.toLowerCase() === 'p' && base < 12
      ? 12
      : clock[3]?.toLowerCase() === 'a' && base === 12
        ? -12
        : 0;
  const hour = base + shift;
  const minute = Number(clock[2] || 0);
  return hour > 24 || minute > 59 || (hour === 24 && minute > 0) ? { hour: 0, minute: 0 } : { hour, minute };
}

/** "0001 hours", "1600 GMT"; before a zone it may be the year, unless that stands elsewhere in the line. */
function military(words: string): readonly string[] | null {
  const found = /\b([01]\d|2[0-4])([0-5]\d)\s*(hours|hrs?|h|uhr|[A-Z]{2,4})\b/i.exec(words);
  const [whole = '', hour = '', minute = '', unit = ''] = found ?? [];
  const isTime = /^(?:h|uhr)/i.test(unit) || (ZONE.test(unit) && /\b20\d\d\b/.test(words.replace(whole, '')));
  return isTime ? [whole, hour, minute] : null;
}

/** One that isn't known is taken for UTC: east of it an item is held some hours too long. Those west of it are known. */
const ZONE =
  /\b(?:GMT|UTC|BST|CEST|CET|MESZ|MEZ|EST|EDT|CST|CDT|MST|MDT|PST|PDT|JST|AEST|AEDT|AST|ADT|AKST|AKDT|HST|BRT|ART|ET|PT|CT|MT|London time|UK time|(?:US )?(?:Eastern|Pacific|Mountain)(?: time)?|(?:US )?Central(?! European)(?: time)?)\b/i;
const FIXED: Record<string, number> = {
  GMT: 0,
  UTC: 0,
  BST: 60,
  CET: 60,
  MEZ: 60,
  CEST: 120,
  MESZ: 120,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  JST: 540,
  AEST: 600,
  AEDT: 660,
  AST: -240,
  ADT: -180,
  AKST: -540,
  AKDT: -480,
  HST: -600,
  BRT: -180,
  ART: -180,
};

function offsetMinutes(zone: string, { year, month, day }: Day): number {
  const fixed = FIXED[zone];
  if (fixed !== undefined) return fixed;
  const name = /LONDON|UK/.test(zone)
    ? 'Europe/London'
    : /^(?:PT|.*PACIFIC.*)$/.test(zone)
      ? 'America/Los_Angeles'
      : /^(?:CT|.*CENTRAL.*)$/.test(zone)
        ? 'America/Chicago'
        : /^(?:MT|.*MOUNTAIN.*)$/.test(zone)
          ? 'America/Denver'
          : 'America/New_York';
  const noon = new Date(Date.UTC(year, month - 1, day, 12));
  const shown = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' }).format(noon);
  const offset = /GMT([+-])(\d\d):(\d\d)/.exec(shown);
  return offset ? (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
}
