import { decodeHTMLStrict } from 'entities';
import { htmlToText } from '../core/html-text.ts';
import { oneLine } from '../core/text.ts';
import { escapeMarkup, type RichText } from './leaf.ts';

/** One line of plain text. */
export function toTitle(rich: RichText): string | null {
  const { text: whole, kind } = understood(rich);
  const text = whole.slice(0, MAX_TITLE_LENGTH);
  if (kind === 'text') return oneLine(text) || null;
  if (kind === 'html') return oneLine(htmlToText(text)) || null;
  const once = withoutTags(text);
  // Escaped twice, as many publishing systems do.
  return oneLine(once === text ? once : withoutTags(once)) || null;
}

const MAX_TITLE_LENGTH = 10_000;

/** A name or term on one line: plain text by definition, but many write markup and entities all the same. */
export const plainLine = (text: string): string =>
  /[<&]/.test(text) ? oneLine(withoutTags(text.slice(0, MAX_TITLE_LENGTH))) : oneLine(text);

/** HTML as the source sent it; plain text is escaped. */
export function toHtml(rich: RichText): string | null {
  const { text, kind } = understood(rich);
  const html = kind === 'text' ? escapeMarkup(text) : text;
  return html.trim() === '' ? null : html.trim();
}

/** `unsaid`: RSS, and Atom without a type, leave open whether text is HTML. */
type Understood = { text: string; kind: 'text' | 'html' | 'unsaid' };

function understood({ text, markup, type, mode }: RichText): Understood {
  if (markup) return { text: /xhtml/.test(type ?? '') ? withoutOuterDiv(text) : text, kind: 'html' };
  if (mode === 'base64' || (type !== null && !TEXTUAL.test(type)))
    return { text: BINARY.test(type ?? '') ? '' : fromBase64(text), kind: 'html' };
  if (type === null) return { text, kind: 'unsaid' };
  return { text, kind: /html/.test(type) ? 'html' : 'text' };
}

/** Types whose content is not base64 (RFC 4287 §4.1.3.3). */
const TEXTUAL = /^(?:text|html|xhtml|escaped|xml)$|^text\/|[/+]xml\b|^[^/]*$/;

/** Types of what nobody reads as text, such as a paper in PDF. */
const BINARY = /^(?:image|audio|video|font)\/|^application\/(?:pdf|zip|gzip|msword|vnd\.)/;

function fromBase64(text: string): string {
  const compact = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return text;
  const decoded = Buffer.from(compact, 'base64').toString('utf8');
  return decoded.includes('\ufffd') || decoded.includes('\0') ? '' : decoded;
}

/** Atom's XHTML comes in a `div` that is not part of it (RFC 4287 §3.1.1.3). */
function withoutOuterDiv(html: string): string {
  const inner = /^\s*<div(?:\s[^<>]*)?>([\s\S]*)<\/div>\s*$/.exec(html)?.[1];
  return inner ?? html;
}

const TAG =
  /<\/?(?:a|abbr|b|bdi|big|bold|br|cite|code|del|div|em|font|h[1-6]|i|img|inf|ins|italic|li|mark|math|ol|p|q|s|small|span|strike|strong|sub|sup|tt|u|ul|wbr|[a-z]+:[a-z]+)(?:[\s/][^<>]*)?>/i;

function withoutTags(text: string): string {
  if (!text.includes('<')) return decodeHTMLStrict(text);
  return TAG.test(text) ? htmlToText(text) : decodeHTMLStrict(text);
}

/**
 * HTML with its relative links made absolute, otherwise as it was. Links into the same page (`#note`) stay.
 */
export function withAbsoluteLinks(html: string, resolve: (link: string) => string | null): string {
  if (!/\s(?:href|src|srcset|poster|cite|data)\s*=/i.test(html)) return html;
  return html.replace(OPEN_TAG, (tag) =>
    tag.replace(LINK, (whole, before: string, double?: string, single?: string, bare?: string) => {
      const link = decodeHTMLStrict(double ?? single ?? bare ?? '').trim();
      if (link === '' || /^(?:[a-z][a-z0-9+.-]*:|#)/i.test(link)) return whole;
      const absolute = resolve(link);
      return absolute === null ? whole : `${before}"${escapeMarkup(absolute)}"`;
    }),
  );
}

const OPEN_TAG = /<[a-z](?:[^<>"']|"[^"<]*"|'[^'<]*')*>/gi;
const LINK = /(\s(?:href|src|poster|cite|data)\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/gi;
