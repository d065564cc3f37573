/**
 * What a page may load, run and send (Content-Security-Policy 3): nothing but what lies beside it, and pictures from
 * the hosts named. A `<meta>` carries it, so that any static host enforces it.
 */
export const pagePolicy = (imageOrigins: readonly string[] = []): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    ["img-src 'self'", ...imageOrigins].join(' '),
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
  ].join('; ');

/**
 * The same for a server's header, which is one for all pages: each page narrows its pictures by itself, and what
 * `<meta>` can't say is added.
 */
export const HEADER_POLICY = `${pagePolicy(['https:', 'http:'])}; frame-ancestors 'none'`;

/** Origins of pictures, each once, for `pagePolicy`; what is no URL is left out. */
export function originsOf(urls: readonly string[]): string[] {
  const origins = urls.flatMap((url) => (URL.canParse(url) ? [new URL(url).origin] : []));
  return [...new Set(origins)].filter((origin) => /^https?:\/\/[\w.:[\]-]+$/.test(origin)).sort();
}
