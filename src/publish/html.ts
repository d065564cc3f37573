import { showable } from '../core/characters.ts';
import type { SafeHtml } from '../core/html.ts';
import { absoluteUrl } from '../core/url.ts';

type Tag = 'p' | 'ul' | 'li' | 'strong' | 'em' | 'small';

/** A piece of HTML of our own: its text comes only through `text` and `link`, which escape. */
export const tag = (name: Tag, ...children: SafeHtml[]): SafeHtml =>
  `<${name}>${children.join('')}</${name}>` as SafeHtml;

export const text = (content: string): SafeHtml => escapeHtml(content) as SafeHtml;

/** A link, or just its label where the URL isn't absolute http(s). */
export function link(url: string, label: string): SafeHtml {
  const href = absoluteUrl(url);
  if (href === null) return text(label);
  return `<a href="${escapeHtml(href)}" rel="noopener noreferrer">${escapeHtml(label)}</a>` as SafeHtml;
}

export const join = (parts: readonly SafeHtml[], between = ''): SafeHtml =>
  parts.join(escapeHtml(between)) as SafeHtml;

const escapeHtml = (content: string): string =>
  showable(content)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
