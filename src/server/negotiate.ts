/** How a body is coded on its way; in the order in which we like to send them. */
export const ENCODINGS = ['br', 'gzip', 'identity'] as const;

export type Encoding = (typeof ENCODINGS)[number];

/**
 * The codings that an Accept-Encoding header allows, best first: by its weights, then in our own order. What stands
 * under no name has the weight of `*`; `identity` is allowed last unless it is refused (RFC 9110 §12.5.3).
 */
export function acceptableEncodings(header: string | undefined): Encoding[] {
  if (header === undefined) return ['identity'];
  const weights = weightsIn(header.slice(0, MAX_LENGTH));
  const rest = weights.get('*');
  const weightOf = (encoding: Encoding) =>
    weights.get(encoding) ?? (encoding === 'identity' ? (rest === 0 ? 0 : LAST) : (rest ?? 0));
  return ENCODINGS.filter((encoding) => weightOf(encoding) > 0).sort((a, b) => weightOf(b) - weightOf(a));
}

const MAX_LENGTH = 1000;
/** Below every weight that can be written. */
const LAST = 0.0001;

function weightsIn(header: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    if (name === '') continue;
    const q = parameters.find((parameter) => /^q\s*=/.test(parameter));
    const weight = q === undefined ? 1 : Number(q.slice(q.indexOf('=') + 1));
    weights.set(name === 'x-gzip' ? 'gzip' : name, weight >= 0 && weight <= 1 ? weight : 0);
  }
  return weights;
}

/** Whether a client asks for pages, as browsers do, and not for feeds, too (RFC 9110 §12.5.1). */
export const wantsPage = (accept: string | undefined): boolean =>
  accept?.includes('text/html') === true && !/atom\+xml|rss\+xml/.test(accept);
