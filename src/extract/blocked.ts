import type { PageBlock } from '../core/article.ts';
import type { Body } from './body/extract-body.ts';
import type { Found } from './clues.ts';
import { attribute, names, textOf } from './dom.ts';
import { ldTexts } from './json-ld.ts';
import { documentTitle, elementsNamed, first, type Page } from './page.ts';
import { wallInText, wallInTitle } from './wall-words.ts';

/** A page with more text than this is an article, whatever else it says. */
const ARTICLE_WORDS = 250;
/** A paywall leaves a few paragraphs in front of it. */
const TEASER_WORDS = 160;

/** What stands between us and the article's text, if anything does. */
export function extractBlock(page: Page, body: Body | null, noindex: boolean): Found<PageBlock> | null {
  const size = body ? body.count.words + body.count.signs / 2 : 0;
  if (size < ARTICLE_WORDS) {
    const wall = saidWall(page, body?.prose ?? '', size);
    if (wall) return wall;
    // A page that describes its article to machines is one, with a form somewhere.
    const mark =
      page.article === null && page.all.find((element) => MARKS.some(([, , test]) => test(element)));
    const kind = mark && MARKS.find(([, most, test]) => size < most && test(mark));
    if (mark && kind)
      return { value: kind[0], why: `<${mark.name} ${names(mark) || attribute(mark, 'src')}>`.slice(0, 120) };
  }
  if (size < TEASER_WORDS) {
    const why = paywall(page, body);
    if (why) return { value: 'paywall', why };
  }
  if (noindex) return { value: 'noindex', why: 'robots: noindex' };
  if (size < 1) return { value: 'no-article', why: 'no text was found' };
  return null;
}

/** A page with less says what it is. */
const FEW_WORDS = 80;

function saidWall(page: Page, prose: string, size: number): Found<PageBlock> | null {
  const headOf = (name: string): string => {
    const element = first(page, name);
    return element ? textOf(element, 200) : '';
  };
  const heads = [documentTitle(page), headOf('h1')];
  if (size >= FEW_WORDS || page.article !== null) return wallInTitle(heads);
  return wallInText(prose, textOf(page.root, 20_000)) ?? wallInTitle([...heads, headOf('h2')]);
}

type Mark = [block: PageBlock, mostWords: number, test: (element: Page['all'][number]) => boolean];
const MARKS: Mark[] = [
  [
    'challenge',
    80,
    ({ name, attribs }) =>
      /cf-challenge|cf-browser-verification|challenge-platform|px-captcha|captcha-delivery|datadome|_incapsula_|g-recaptcha-page/i.test(
        `${attribs.id ?? ''} ${attribs.class ?? ''} ${name === 'script' || name === 'iframe' ? (attribs.src ?? '') : ''}`,
      ),
  ],
  [
    'consent',
    40,
    ({ name, attribs }) =>
      name === 'form' &&
      /consent/i.test(`${attribs.action ?? ''} ${attribs.class ?? ''} ${attribs.id ?? ''}`),
  ],
  ['login', 40, ({ name, attribs }) => name === 'input' && attribs.type === 'password'],
];

const PAYWALL_NAMES =
  /pay-?wall|regwall|subscri(?:be|ber|ption)-?(?:only|wall|gate)|premium-?(?:wall|content|barrier)|article-?(?:gate|barrier)|tp-(?:modal|container)|piano-|meteredcontent|offer-?(?:page|box)|leaky/i;
const PAYWALL_TEXT =
  /subscribe (?:now )?to (?:continue|keep|read)|(?:this|the) (?:article|content|story) is (?:for|available to|reserved for|exclusive).{0,30}(?:subscribers|members)|to (?:continue|keep) reading|to read the (?:full|rest of the|whole) (?:article|story|text)|already a (?:subscriber|member)|purchase (?:this )?article|get (?:full )?access|weiterlesen mit|jetzt (?:abonnieren|weiterlesen|testen)|nur für abonnenten|diesen artikel (?:weiter)?lesen|wählen sie ihren zugang|réservé aux abonnés|la suite est réservée|il vous reste .{0,20} à (?:lire|découvrir)|para (?:seguir|continuar) leyendo|exclusivo para (?:suscriptores|assinantes)|contenuto riservato|om verder te lezen|会員限定|有料会員/i;

function paywall(page: Page, body: Body | null): string | null {
  const free = page.jsonLd.find(
    (node) =>
      node.isAccessibleForFree !== undefined &&
      /false/i.test(ldTexts(node.isAccessibleForFree).join() || String(node.isAccessibleForFree)),
  );
  const tier = [
    ...(page.meta.get('article:content_tier') ?? []),
    ...(page.meta.get('og:article:content_tier') ?? []),
  ].some((value) => /locked|metered/i.test(value));
  const walls = elementsNamed(page, (given) => PAYWALL_NAMES.test(given));
  const named = page.all.find(
    (element) => walls.has(element) && !['script', 'body', 'html'].includes(element.name),
  );
  const spoken = PAYWALL_TEXT.exec(textOf(page.root, 60_000))?.[0];
  const reasons = [
    free && 'isAccessibleForFree: false',
    tier && 'article:content_tier',
    named && `.${names(named).trim().split(/\s+/)[0]}`,
    spoken && `"${spoken}"`,
  ].filter(Boolean);
  // One hint alone is common on pages that are free to read.
  return reasons.length >= 2 || (spoken && !body) ? reasons.join(', ') : null;
}
