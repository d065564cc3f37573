import { DAY_MS, HOUR_MS, SECOND_MS } from '../core/instant.ts';

/** What clocks on a wall show, as if it were UTC: ms since 1970. */
export type WallMs = number;

/** What the clocks of an IANA zone show at an instant. */
export function wallAt(timezone: string, at: number): WallMs {
  return at + offsetAt(timezone, at);
}

/**
 * The first instant at which the clocks of a zone show `wall` or, where they jump over it, the first after the jump.
 * An hour that comes twice counts when it comes first.
 */
export function firstInstantOf(timezone: string, wall: WallMs): number {
  const [before, after] = [offsetAt(timezone, wall - AROUND), offsetAt(timezone, wall + AROUND)];
  const shown = [wall - before, wall - after].filter((at) => wallAt(timezone, at) === wall);
  if (shown.length > 0) return Math.min(...shown);
  return jumpBetween(timezone, wall - AROUND, wall + AROUND);
}

/** Farther than any zone is from UTC, and nearer than two changes of its clocks are to each other. */
const AROUND = DAY_MS + 2 * HOUR_MS;

/** The instant, to the second, at which the clocks of a zone change between two instants. */
function jumpBetween(timezone: string, from: number, to: number): number {
  const before = offsetAt(timezone, from);
  let [early, late] = [from, to];
  while (late - early > 1000) {
    const middle = Math.floor((early + late) / 2000) * 1000;
    if (offsetAt(timezone, middle) === before) early = middle;
    else late = middle;
  }
  return late;
}

/** ms that the clocks of a zone are ahead of UTC. */
function offsetAt(timezone: string, at: number): number {
  const text = clockOf(timezone).format(at);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = OFFSET.exec(text) ?? [];
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * SECOND_MS;
  return sign === '-' ? -ms : ms;
}

/** `GMT+05:30`; plain `GMT` is none. */
const OFFSET = /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?/;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a hundred times as long as asking it. */
function clockOf(timezone: string): Intl.DateTimeFormat {
  const known = clocks.get(timezone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' });
  clocks.set(timezone, clock);
  return clock;
}

/** Midnight of the day that a wall clock shows. */
export const dayOf = (wall: WallMs): WallMs => Math.floor(wall / DAY_MS) * DAY_MS;

/** 0 for Monday. */
export const weekdayOf = (wall: WallMs): number => (Math.floor(wall / DAY_MS) + 3) % 7;

/** `2026-11-28` */
export const isoDay = (wall: WallMs): string => new Date(wall).toISOString().slice(0, 10);

/** `2026-W47`: the week belongs to the year of its Thursday (ISO 8601). */
export function isoWeek(wall: WallMs): string {
  const thursday = dayOf(wall) + (3 - weekdayOf(wall)) * DAY_MS;
  const year = new Date(thursday).getUTCFullYear();
  const week = 1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY_MS));
  return `${year}-W${String(week).padStart(2, '0')}`;
}
