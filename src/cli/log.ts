import type { Writable } from 'node:stream';
import type { Clock } from '../core/instant.ts';
import { visible } from './visible.ts';

type Fields = Record<string, string | number | null | undefined>;

/** What people read while something happens: a line that is redrawn at a terminal, plain lines elsewhere. */
export type Log = {
  /** True at a terminal. */
  live: boolean;
  /** A fixed phrase plus fields; in a file with the time in front. */
  info(phrase: string, fields?: Fields): void;
  /** What the user should put right; a whole sentence, as it is. */
  problem(sentence: string): void;
  /** Replaces the line drawn before; null removes it. Nothing where there is no terminal. */
  redraw(line: string | null): void;
};

type Screen = Writable & { isTTY?: boolean; columns?: number };

export function createLog(stream: Screen, now: Clock): Log {
  const live = stream.isTTY === true;
  const clear = live ? '\r\x1b[K' : '';
  const time = () => (live ? '' : `${now().toISOString().slice(0, 19)}Z `);
  return {
    live,
    info: (phrase, fields = {}) =>
      stream.write(`${clear}${time()}${visible(phrase + formatFields(fields))}\n`),
    problem: (sentence) => stream.write(`${clear}${visible(sentence)}\n`),
    redraw: (line) => {
      // A terminal that doesn't know its width says 0.
      if (live) stream.write(clear + visible(line ?? '').slice(0, (stream.columns || 80) - 1));
    },
  };
}

/** ` id=who-news error="took too long"` */
const formatFields = (fields: Fields): string =>
  Object.entries(fields)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => ` ${key}=${/^[\w.:/+-]+$/.test(String(value)) ? value : JSON.stringify(value)}`)
    .join('');
