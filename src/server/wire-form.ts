import { STATUS_CODES } from 'node:http';
import { SECOND_MS } from '../core/instant.ts';
import type { Answer } from './static.ts';

/** An answer as it goes over a connection; a small body is in `head` already. */
export type WireForm = { head: Buffer; body: Buffer | null };

/**
 * Writes answers out as Node's HTTP server does (RFC 9112 §4). Headers of files are lists that stay, so that each is
 * written once a second, for its date, however often it is sent.
 */
export function wireForms(idleMs: number): (answer: Answer) => WireForm {
  const known = new WeakMap<readonly string[], Known>();
  const endOfHead = endOfHeads(idleMs);
  return ({ status, headers, body }) => {
    const end = endOfHead();
    const last = known.get(headers);
    if (last && last.end === end && last.body === body) return last.form;
    const head = Buffer.from(headOf(status, headers) + end, 'latin1');
    const isSmall = body !== null && body.length <= SMALL;
    const form = isSmall ? { head: Buffer.concat([head, body]), body: null } : { head, body };
    known.set(headers, { end, body, form });
    return form;
  };
}

type Known = { end: string; body: Buffer | null; form: WireForm };

/** Bytes; copying more costs more than a second write. */
const SMALL = 32 * 1024;

function headOf(status: number, headers: readonly string[]): string {
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`;
  for (let at = 0; at < headers.length; at += 2) head += `${headers[at]}: ${headers[at + 1]}\r\n`;
  return head;
}

/** The same text throughout a second. */
function endOfHeads(idleMs: number): () => string {
  let second = 0;
  let end = '';
  return () => {
    const now = Math.floor(Date.now() / SECOND_MS);
    if (now === second) return end;
    second = now;
    const date = new Date(now * SECOND_MS).toUTCString();
    end = `Date: ${date}\r\nConnection: keep-alive\r\nKeep-Alive: timeout=${idleMs / SECOND_MS}\r\n\r\n`;
    return end;
  };
}
