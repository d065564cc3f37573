import { absoluteUrl } from '../core/url.ts';

/** The address of the first link with this relation in a Link header, resolved against `base` (RFC 8288 §3); null if none. */
export function linkInHeader(header: string | undefined, rel: string, base: string): string | null {
  for (const [, target = '', parameters = ''] of (header ?? '').slice(0, MAX_LENGTH).matchAll(LINK)) {
    const relations =
      REL.exec(parameters)
        ?.slice(1)
        .find((value) => value !== undefined) ?? '';
    if (relations.toLowerCase().split(/\s+/).includes(rel)) return absoluteUrl(target, base);
  }
  return null;
}

const MAX_LENGTH = 8192;
const LINK =
  /<([^<>]{1,2000})>((?:\s*;\s*[\w!#$%&'*+.^`|~-]{1,40}(?:\s*=\s*(?:"[^"]{0,500}"|[^\s",;]{1,500}))?){0,10})/g;
const REL = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]+))/i;
