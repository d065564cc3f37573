import type { Element } from 'domhandler';
import type { Image } from '../core/feed.ts';
import { absoluteUrl } from '../core/url.ts';
import type { Body } from './body/extract-body.ts';
import { imageUrl } from './body/images.ts';
import { type Found, plain, readClue } from './clues.ts';
import { attribute, elements } from './dom.ts';
import { ldObjects, ldTexts } from './json-ld.ts';
import type { Page } from './page.ts';
import { select } from './select.ts';
import { TRUST } from './trust.ts';

/** The picture that the source's selector names. */
export function selectedImage(page: Page, selector: string | undefined): Found<Image> | null {
  for (const element of select(page, selector)) {
    const url =
      element.name === 'meta'
        ? absoluteUrl(attribute(element, 'content'), page.base)
        : imageUrl(element, page.base);
    if (url) return { value: shownImage(element, url), why: `selector ${selector}` };
  }
  return null;
}

const shownImage = (element: Element, url: string): Image => ({
  url,
  alt: attribute(element, 'alt').trim() || null,
  width: pixels(attribute(element, 'width')),
  height: pixels(attribute(element, 'height')),
  license: null,
});

/** The article's picture: what its data names, else the first large one in the text. */
export function extractImage(page: Page, body: Body | null): Found<Image> | null {
  for (const clue of TRUST.image) {
    for (const { value, why } of clue === 'ld:image' ? ldImages(page) : readClue(page, clue)) {
      const url = absoluteUrl(value, page.base);
      if (url && !LOGO.test(url)) return { value: describe(page, url, clue), why };
    }
  }
  const shown = body
    ? elements(body.container).find((element) => element.name === 'img' && isLarge(element.attribs))
    : undefined;
  const url = shown ? imageUrl(shown, page.base) : null;
  return shown && url ? { value: shownImage(shown, url), why: 'img' } : null;
}

function ldImages(page: Page): Found[] {
  return ldObjects(page.article?.image, page.jsonLd)
    .flatMap((node) =>
      (typeof node === 'object' ? ldTexts(node.url ?? node.contentUrl ?? node['@id']) : []).map((value) => ({
        value,
        why: 'json-ld image',
      })),
    )
    .concat(ldTexts(page.article?.image).map((value) => ({ value, why: 'json-ld image' })));
}

function describe(page: Page, url: string, clue: string): Image {
  const meta = (name: string) => page.meta.get(name)?.[0] ?? null;
  const open = clue.startsWith('meta:og:');
  const node = ldObjects(page.article?.image, page.jsonLd).find(
    ({ url: own, contentUrl }) => own === url || contentUrl === url,
  );
  const alt = open ? (meta('og:image:alt') ?? meta('twitter:image:alt')) : null;
  return {
    url,
    alt: alt ? plain(alt) || null : (ldTexts(node?.caption)[0] ?? null),
    width: pixels((open ? meta('og:image:width') : null) ?? ldTexts(node?.width)[0] ?? ''),
    height: pixels((open ? meta('og:image:height') : null) ?? ldTexts(node?.height)[0] ?? ''),
    license: ldTexts(node?.license)[0] ?? null,
  };
}

const pixels = (text: string): number | null => {
  const found = /^\s*(\d{1,5})(?:px|\.0+)?\s*$/.exec(text);
  return found ? Number(found[1]) || null : null;
};

const isLarge = ({ width, height }: Record<string, string>): boolean =>
  (pixels(width ?? '') ?? 400) >= 200 && (pixels(height ?? '') ?? 300) >= 100;

const LOGO =
  /(?:^|[/_-])(?:logo|default[-_]?(?:image|share|og)|placeholder|blank|spacer|avatar)[^/]*\.(?:png|gif|svg|jpe?g|webp)/i;
