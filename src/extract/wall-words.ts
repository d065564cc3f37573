import type { PageBlock } from '../core/article.ts';
import type { Found } from './clues.ts';

/** What a wall says of itself in one of a page's first lines. */
export function wallInTitle(lines: readonly string[]): Found<PageBlock> | null {
  for (const [block, pattern] of WALLS) {
    const said = lines.find((text) => pattern.test(text));
    if (said) return { value: block, why: `title: ${said.slice(0, 80)}` };
  }
  return null;
}

/** The end of a title, or the site's name behind it: "Consent in trials" and "One more step to a vaccine" are news. */
const END = String.raw`\s*[.…!?]*\s*(?:$|\||\s[-–—]\s)`;
const line = (pattern: string): RegExp => new RegExp(pattern, 'i');

/** What a page of a few sentences says of itself, whatever its title: `prose` its text, `whole` with buttons. */
export function wallInText(prose: string, whole: string): Found<PageBlock> | null {
  const robot = ROBOT.exec(prose)?.[0];
  if (robot) return { value: 'challenge', why: `"${robot}"` };
  const cookie = ABOUT_US.test(prose) && /\b(?:cookies|tracking)\b/i.exec(prose)?.[0];
  const accept = cookie && ACCEPT.exec(whole)?.[0];
  return accept ? { value: 'consent', why: `"${cookie}", "${accept}"` } : null;
}

/** Cookies of websites, not of bakers. */
const ABOUT_US =
  /\b(?:privacy|datenschutz\p{L}*|werbung|ads|advertis\p{L}*|partners?|our sites?|our services|deliver and maintain|consent|publicité|publicidad)\b/iu;
const ROBOT =
  /(?:enable js|javascript is disabled|enable javascript) and (?:disable any ad ?blocker|cookies to continue)|protect the server against|verify (?:that )?you(?:[’']re| are) (?:not a (?:bot|robot)|(?:a )?human)|press (?:&|and) hold to confirm|set up anubis/i;
const ACCEPT =
  /\b(?:accept (?:all|and continue)|agree and continue|alle[ns]? (?:akzeptieren|zustimmen)|akzeptieren und weiter|tout accepter|accepter et continuer|aceptar (?:todo|y continuar)|accetta tutt[oi]|alles accepteren)\b/i;

const WALLS: [PageBlock, RegExp][] = [
  [
    'challenge',
    line(
      `^(?:just a moment|attention required|access denied|security check|one more step|request unsuccessful|(?:403 )?forbidden|einen moment|un instant|un momento|robot check|human verification|bot verification)${END}|^(?:access to this page has been denied|are you a (?:human|robot)|please verify|verify(?:ing)? (?:you are|that you are)|checking your browser|making sure you[’']re not a bot|pardon our interruption|ddos-guard|you have been blocked)\\b`,
    ),
  ],
  [
    'soft-404',
    line(
      `^(?:(?:error )?404\\b.*|.{0,40}\\b(?:page|article|content|story|site|url) (?:was |is |could |can )?(?:not|no longer|n[’']t)(?: be)? (?:found|available|exists?).*|(?:(?:sorry|error|file|document|resource|404)[\\s:,–—-]*)*not found${END}.*|page (?:introuvable|non trouvée).*|.*seite (?:wurde )?nicht gefunden.*|.*página no (?:encontrada|existe).*|.*página não encontrada.*|.*pagina non trovata.*|.*pagina niet gevonden.*|oops\\b.*|.*ページが見つかりません.*|.*页面不存在.*|.*страница не найдена.*)$`,
    ),
  ],
  [
    'login',
    line(
      `^(?:please )?(?:log ?in|sign ?in|anmelden|einloggen|iniciar sesión|se connecter|connexion|accedi)(?:${END}| (?:to|or|with|required|page|bei|mit|oder|erforderlich|para)\\b.{0,60}$)`,
    ),
  ],
  [
    'consent',
    line(
      `^(?:before you continue|we value your privacy)\\b|^(?:your privacy choices|cookies?(?: consent| settings)?|consent|datenschutz-?einstellungen|privacy settings|manage (?:your )?consent)${END}`,
    ),
  ],
];
