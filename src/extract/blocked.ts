import type { PageBlock } from '../core/article.ts';
import type { Body } from './body/extract-body.ts';
import type { Found } from './clues.ts';
import { attribute, names, textOf } from './dom.ts';
import { ldTexts } from './json-ld.ts';
import { documentTitle, elementsNamed, first, type Page } from './page.ts';

/** A page with more text than this is an article, whatever else it says. */
const ARTICLE_WORDS = 250;
/** A paywall leaves a few paragraphs in front of it. */
const TEASER_WORDS = 160;

/** What stands between us and the article's text, if anything does. */
export function extractBlock(page: Page, body: Body | null, noindex: boolean): Found<PageBlock> | null {
  const size = body ? body.count.words + body.count.signs / 2 : 0;
  const heading = first(page, 'h1');
  const heads = [documentTitle(page), heading ? textOf(heading, 200) : ''];
  if (size < ARTICLE_WORDS) {
    for (const [block, pattern] of WALLS) {
      const line = heads.find((text) => pattern.test(text));
      if (line) return { value: block, why: `title: ${line.slice(0, 80)}` };
    }
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

const WALLS: [PageBlock, RegExp][] = [
  [
    'challenge',
    /^(?:just a moment|attention required|access denied|access to this page has been denied|are you a (?:human|robot)|please verify|verify(?:ing)? (?:you are|that you are)|human verification|robot check|security check|checking your browser|pardon our interruption|ddos-guard|bot verification|you have been blocked|one more step|request unsuccessful|403 forbidden|forbidden|einen moment|un instant|un momento)\b/i,
  ],
  [
    'soft-404',
    /^(?:(?:error )?404\b.*|.{0,40}\b(?:page|article|content|story|site|url) (?:was |could |can )?(?:not|no longer|n[’']t)(?: be)? (?:found|available|exists?).*|.{0,30}\bnot found\b.{0,30}|page (?:introuvable|non trouvée).*|.*seite (?:wurde )?nicht gefunden.*|.*página no (?:encontrada|existe).*|.*página não encontrada.*|.*pagina non trovata.*|.*pagina niet gevonden.*|oops\b.*|.*ページが見つかりません.*|.*页面不存在.*|.*страница не найдена.*)$/i,
  ],
  [
    'login',
    /^(?:log ?in|sign ?in|anmelden|einloggen|login|iniciar sesión|se connecter|connexion|accedi|please (?:log|sign) in)\b.{0,40}$/i,
  ],
  [
    'consent',
    /^(?:before you continue|your privacy choices|we value your privacy|cookie(?:s| consent| settings)|consent|datenschutz-?einstellungen|privacy settings|manage (?:your )?consent)\b/i,
  ],
];

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
  /pay-?wall|regwall|subscriber-?(?:only|wall)|premium-?(?:wall|content|barrier)|article-?(?:gate|barrier)|tp-(?:modal|container)|piano-|meteredcontent|offer-?(?:page|box)|leaky/i;
const PAYWALL_TEXT =
  /subscribe (?:now )?to (?:continue|keep|read)|(?:this|the) (?:article|content|story) is (?:for|available to|reserved for|exclusive).{0,30}(?:subscribers|members)|to (?:continue|keep) reading|already a (?:subscriber|member)|purchase (?:this )?article|get (?:full )?access|weiterlesen mit|jetzt (?:abonnieren|weiterlesen|testen)|nur für abonnenten|diesen artikel (?:weiter)?lesen|wählen sie ihren zugang|réservé aux abonnés|la suite est réservée|il vous reste .{0,20} à (?:lire|découvrir)|para (?:seguir|continuar) leyendo|exclusivo para (?:suscriptores|assinantes)|contenuto riservato|om verder te lezen|会員限定|有料会員/i;

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
