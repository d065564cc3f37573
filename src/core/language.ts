import { memo } from './memo.ts';

/**
 * A language's tag in canonical form (BCP 47); null for what is no tag, or names no language of today's writing:
 * `hindi`, `xx`, `und`.
 */
export const languageTag = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : tagOf(text);

/** The same few tags come with every article. */
const tagOf = memo(readTag, 1000);

function readTag(text: string): string | null {
  try {
    const tag = new Intl.Locale(text.trim().replaceAll('_', '-'));
    // Known languages have a script that they are likely written in (Unicode TR 35).
    return new Intl.Locale(tag.language).maximize().script === undefined ? null : tag.toString();
  } catch {
    return null;
  }
}

/** The language of our own words, of which there is no other yet. */
export const OUR_LANGUAGE = 'en';
