import type { Instant } from './instant.ts';

/**
 * Where a story's page lies below the site's address: `stories/2026/11/sleep-in-newborns-1a-x3k9q0/`. Made once, when
 * the story is; it stays, whatever the story is called later. Year and month of `at`, the words of the title in
 * ASCII, and the last part of the story's id, by which no two are the same.
 */
export function storyPath(id: string, title: string, at: Instant): string {
  const last = id.slice(id.lastIndexOf(':') + 1).replace(/[^A-Za-z0-9-]+/g, '-');
  const name = [slugOf(title), last].filter(Boolean).join('-');
  return `stories/${at.slice(0, 4)}/${at.slice(5, 7)}/${name}/`;
}

/** Whole words of at most 60 characters in all; empty where the script has no ASCII equivalent that we know. */
function slugOf(title: string): string {
  const folded = title
    .slice(0, MAX_TITLE)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+|['’]/gu, '')
    .replace(/[^\u0000-\u007f]/g, (letter) => LETTERS[letter] ?? ' ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (folded.length <= MAX_SLUG) return folded;
  const cut = folded.slice(0, MAX_SLUG + 1);
  return cut.slice(0, cut.includes('-') ? cut.lastIndexOf('-') : MAX_SLUG);
}

const MAX_SLUG = 60;
const MAX_TITLE = 500;

/** Letters that have no decomposition into ASCII and marks; Greek ones by name, as medicine says them. */
const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  þ: 'th',
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  κ: 'kappa',
  λ: 'lambda',
  μ: 'mu',
  σ: 'sigma',
  τ: 'tau',
  ω: 'omega',
};
