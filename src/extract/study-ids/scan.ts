import type { StudyIdType } from '../../core/study.ts';
import { doiOfAddress, mayHaveRule } from './addresses.ts';
import { type FoundDoi, findDois } from './doi.ts';
import { findRegistered } from './registers.ts';

/** An identifier in a text, normalised; `start` is where, in the text as `plain` gives it. */
export type Found = { type: StudyIdType; value: string; version: string | null; start: number };

/** The most of a text that is read. */
export const MAX_TEXT = 4_000_000;

/** Every identifier written in a text, in order of appearance, whatever it is there for. */
export function scan(text: string): Found[] {
  if (!/\d/.test(text)) return [];
  const readable = plain(text);
  const found: Found[] = [];
  const dois = findDois(readable);
  for (const { value, version, start } of dois) {
    found.push({ type: 'doi', value, version, start });
    const arxiv = /^10\.48550\/arxiv\.(.+?)(?:v\d+)?$/.exec(value);
    if (arxiv?.[1]) found.push({ type: 'arxiv', value: arxiv[1], version: null, start });
  }
  for (const { type, value, start } of findRegistered(blanked(readable, dois))) {
    found.push({ type, value, version: null, start });
  }
  if (mayHaveRule(readable)) found.push(...ruledDois(readable));
  return found.sort((a, b) => a.start - b.start);
}

/** DOIs that addresses stand for. */
function ruledDois(text: string): Found[] {
  const found: Found[] = [];
  for (const { 0: address, index } of text.matchAll(/(?:https?:\/\/|www\.)[^\s"<>]{4,600}/gi)) {
    const doi = findDois(doiOfAddress(address) ?? '')[0];
    if (doi) found.push({ type: 'doi', value: doi.value, version: doi.version, start: index });
  }
  return found;
}

/** The text with its DOIs blanked, so that no number within one is taken for another identifier. */
function blanked(text: string, dois: readonly FoundDoi[]): string {
  if (dois.length === 0) return text;
  let at = 0;
  const pieces: string[] = [];
  for (const { start, end } of dois) {
    pieces.push(text.slice(at, start), ' '.repeat(end - start));
    at = end;
  }
  return pieces.join('') + text.slice(at);
}

/** Escapes undone and invisible characters dropped, so that one spelling is left of each identifier. */
export function plain(text: string): string {
  const visible = unescaped(text.slice(0, MAX_TEXT)).replace(/[\u200b-\u200d\u2060\ufeff\u00ad]/g, '');
  if (!visible.includes('%')) return visible;
  return visible
    .replace(/(?:%[0-9a-f]{2}){1,300}/gi, percentDecoded)
    .replace(/%3c|%3e|%2f/gi, percentDecoded);
}

const ENTITIES: Record<string, string> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  nbsp: ' ',
  sol: '/',
  colon: ':',
};

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(lt|gt|amp|quot|nbsp|sol|colon|#\d{1,5}|#x[0-9a-f]{1,4});/gi,
    (whole, name: string) => {
      const lower = name.toLowerCase();
      if (lower.startsWith('#x')) return String.fromCharCode(Number.parseInt(lower.slice(2), 16));
      if (lower.startsWith('#')) return String.fromCharCode(Number(lower.slice(1)));
      return ENTITIES[lower] ?? whole;
    },
  );
}

function percentDecoded(escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return escaped;
  }
}
