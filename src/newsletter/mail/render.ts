import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { OUR_LANGUAGE } from '../../core/language.ts';
import type { MailLinks } from '../links.ts';
import { MAIL } from '../words.ts';
import { type Digest, type DigestStory, storiesOf } from './digest.ts';
import { clip } from './plain.ts';
import { renderFoot, renderText } from './render-text.ts';

export type RenderedMail = { subject: string; html: string; text: string };

/** A mail that many subscribers share, until it is given the links of one. */
export type SharedMail = (links: Pick<MailLinks, 'preferences' | 'unsubscribe'>) => RenderedMail;

/**
 * Renders a digest once for all who get it. Its HTML stays below 96,000 bytes, since Gmail cuts off what is beyond
 * 102,400: where stories are too long for that, the last ones lose their summary and the way to their source first.
 */
export function renderDigest(digest: Digest): SharedMail {
  const short = shortened(digest);
  const html = renderHtml(short).split(SLOT);
  const body = renderText(short);
  return (links) => ({
    subject: digest.subject,
    html: html
      .map((part, index) => (index % 2 === 0 ? part : Handlebars.escapeExpression(linkIn(part, links))))
      .join(''),
    text: body + renderFoot(short, links),
  });
}

export const MAX_HTML_BYTES = 96_000;

/** The template writes these two where links go. What others wrote is escaped, so that it can't contain a `<`. */
const SLOTS = { preferences: '<preferences>', unsubscribe: '<unsubscribe>' };
const SLOT = /<(preferences|unsubscribe)>/;

const linkIn = (slot: string, links: Parameters<SharedMail>[0]): string =>
  slot === 'preferences' ? links.preferences : links.unsubscribe;

let template: Handlebars.TemplateDelegate | null = null;

function renderHtml(digest: Digest): string {
  template ??= Handlebars.compile(readFileSync(new URL('../data/digest.html', import.meta.url), 'utf8'), {
    knownHelpersOnly: true,
  });
  return template({ ...digest, words: MAIL, language: OUR_LANGUAGE, links: SLOTS });
}

function shortened(digest: Digest): Digest {
  const short = structuredClone(digest);
  const stories = storiesOf(short).reverse();
  const savings = SAVINGS.flatMap((save) => stories.map((story) => () => save(story)));
  for (const save of savings) {
    if (Buffer.byteLength(renderHtml(short)) + LINKS_BYTES <= MAX_HTML_BYTES) break;
    save();
  }
  return short;
}

/** What a story can do without, the least needed first. */
const SAVINGS: ((story: DigestStory) => void)[] = [
  (story) => {
    story.summary = null;
  },
  (story) => {
    story.sourceUrl = null;
  },
  (story) => {
    story.coverage = story.coverage.split(' · ')[0] ?? '';
    story.notices = story.notices.slice(0, 1);
  },
  (story) => {
    story.title = clip(story.title, 100);
    story.evidence = null;
  },
];

/** Both links. */
const LINKS_BYTES = 1000;
