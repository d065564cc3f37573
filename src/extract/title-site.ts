import { getDomainWithoutSuffix } from 'tldts';
import { readClues } from './clues.ts';
import type { Page } from './page.ts';

/** Whether a title says nothing but what site it is on. */
export const isSite = (value: string, siteName: string | null, page: Page): boolean =>
  key(value) === '' || (siteName !== null && key(value) === key(siteName)) || key(value) === key(page.host);

const SEPARATOR = /\s+(?:[|·•–—»«›‹~]|-{1,3}|::?|\/)\s+|\s*\|\s*|\s+[-–—|]\s*|:\s+/g;

/** What a site is called, and its names and domain without marks and spaces. */
export type Site = { siteName: string | null; keys: string[]; sections: ReadonlySet<string> };

export const siteKeys = (siteName: string | null, page: Page): Site => ({
  siteName,
  keys: [siteName, getDomainWithoutSuffix(page.host), page.host]
    .map((name) => key(name ?? ''))
    .filter((name) => name.length > 1),
  sections: new Set(readClues(page, SECTIONS).map(({ value }) => key(value))),
});

const SECTIONS = [
  'meta:article:section',
  'ld:articleSection',
  'meta:section',
  'meta:category',
  'meta:content_category',
];

/** Cuts a leading or trailing part that is the site's name, its domain, or all that the heading does not say. */
export function withoutSite(
  title: string,
  { siteName, keys: names, sections }: Site,
  heading: string | null,
): string {
  if (heading && key(heading) === key(title)) return title;
  const isName = (part: string): boolean => {
    const own = key(part).replace(/^the/, '');
    return (
      own !== '' &&
      names.some(
        (name) =>
          own === name.replace(/^the/, '') ||
          (own.length > 4 && name.includes(own) && own.length > name.length * 0.6) ||
          own === `${name}com` ||
          (name.length > 2 &&
            own.startsWith(name) &&
            part.split(' ').length <= 3 &&
            own.length < name.length + 12),
      )
    );
  };
  let rest = withoutSection(withoutExactSite(title, siteName), title, sections);
  for (let round = 0; round < 3; round++) {
    const cuts = [...rest.matchAll(SEPARATOR)];
    const last = cuts.at(-1);
    const start = cuts[0];
    if (last && isName(rest.slice(last.index + last[0].length))) rest = rest.slice(0, last.index);
    else if (start && isName(rest.slice(0, start.index))) rest = rest.slice(start.index + start[0].length);
    else break;
  }
  if (heading && rest !== heading && heading.length > 10) {
    const whole = key(rest);
    const part = key(heading);
    const strong = /\s[|»·]\s|\s[-–—]\s/.test(rest);
    if (
      strong &&
      whole.length > part.length &&
      (whole.startsWith(part) || whole.endsWith(part)) &&
      part.length > whole.length * 0.4
    )
      return heading;
  }
  return rest.trim() || title;
}

/** Without the site's name to the letter, even where no space stands before it. */
function withoutExactSite(title: string, siteName: string | null): string {
  if (!siteName || siteName.length < 3 || !title.endsWith(siteName)) return title;
  const rest = title.slice(0, -siteName.length);
  return /[\p{L}\p{N}」』”"！？!?.)][:：|｜ㅣ_@–—-]$/u.test(rest) ? rest.slice(0, -1) : title;
}

/** Without the section between title and site's name; before a name that is no section it is the title's. */
function withoutSection(rest: string, title: string, sections: ReadonlySet<string>): string {
  const end = /^(.{12,})[-–—|｜:：_·]\s*([^-–—|｜:：_·]+)$/u.exec(rest);
  return rest !== title && end?.[1] && end[2] && sections.has(key(end[2])) ? end[1].trim() : rest;
}

/** Letters and digits only: what two ways to write a title share. */
export const key = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '');
