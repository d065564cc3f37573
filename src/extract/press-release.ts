import type { Found } from './clues.ts';
import { ldTypes } from './json-ld.ts';
import type { Page } from './page.ts';

const HOSTS =
  /(?:^|\.)(?:prnewswire|businesswire|globenewswire|eurekalert|newswise|prweb|accesswire|einpresswire|alphagalileo|idw-online|presseportal|newsaktuell|cision|medicalxpress-pr)\.[a-z.]+$/i;
const PATH =
  /\/(?:press-?releases?|news-?releases?|press-?room|newsroom|pressemitteilung(?:en)?|presse|communique-de-presse|comunicado(?:s)?(?:-de-prensa)?|media-?releases?|for-?immediate-?release)(?:\/|$|\.)/i;
const WORDS =
  /^(?:\W*(?:for immediate release|press release|news release|media release|pressemitteilung|communiqué de presse|comunicado de prensa)\b)/i;
const WIRE =
  /\/\s*(?:PRNewswire|PR Newswire|CNW|Cision)[^/]{0,40}\/|\((?:BUSINESS WIRE|GLOBE NEWSWIRE|ACCESSWIRE|Marketwired|PRNewswire)\)|--\(BUSINESS WIRE\)--|(?:GLOBE NEWSWIRE)\)?\s+--/;
const ABOUT =
  /\n\s*(?:about [A-Z][^\n]{2,60}|(?:media|press|investor)s?(?: and \w+)? (?:contacts?|relations)|forward-looking statements?|safe harbor[^\n]{0,40}|pressekontakt|contacts? presse)\s*:?\s*\n/i;

/** Why this is a press release or a company's own news; null where nothing says so. */
export function pressReleaseSign(page: Page, text: string): Found<true> | null {
  const { hostname, pathname } = URL.canParse(page.url) ? new URL(page.url) : { hostname: '', pathname: '' };
  const signs: [boolean, string][] = [
    [HOSTS.test(hostname), 'a wire service'],
    [page.article !== null && ldTypes(page.article).includes('PressRelease'), 'json-ld PressRelease'],
    [WIRE.test(text.slice(0, 1500)), 'dateline of a wire service'],
    [
      text
        .slice(0, 400)
        .split('\n')
        .some((line) => WORDS.test(line)),
      '"press release" at the top',
    ],
    [
      PATH.test(pathname) &&
        (ABOUT.test(text) || /\b(?:we are|our company|today announced)\b/i.test(text.slice(0, 2000))),
      'address and company section',
    ],
    [
      /\btoday announced\b/i.test(text.slice(0, 1500)) && ABOUT.test(text),
      '"today announced" and company section',
    ],
  ];
  const sign = signs.find(([holds]) => holds);
  return sign ? { value: true, why: sign[1] } : null;
}
