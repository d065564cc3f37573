import type { Element } from 'domhandler';
import { attribute } from '../dom.ts';

/** Words in a class or id that name something beside the article, as whole words: `post-share`, `relatedLinks`. */
const BESIDE = words(
  'ad|ads|advert|adverts|advertisement|advertising|adslot|adsense|adunit|banner|bookmark|bookmarks|breadcrumb|breadcrumbs|carousel|chat|' +
    'comment|comments|commentlist|respond|consent|cookie|cookies|cta|disqus|donate|donation|dropdown|feedback|flyout|footer|gdpr|' +
    'hidden|infobox-ad|interstitial|livefyre|login|mailinglist|masthead|menu|modal|mostread|most-read|nav|navbar|navigation|' +
    'newsletter|newsletters|offcanvas|outbrain|overlay|pager|pagination|paging|partner|paywall|popular|popup|promo|promos|promotion|promoted|' +
    'rating|ratings|recirc|recirculation|recommend|recommended|recommendation|recommendations|recommends|registration|related|relateds|readmore|' +
    'screen-reader|share|shares|sharing|sharer|sharebar|sharethis|shariff|addthis|addtoany|shop|shopping|shoutbox|sidebar|sidebars|signup|sign-up|skip|skyscraper|social|' +
    'socials|sociable|sponsor|sponsored|sponsors|sr-only|subscribe|subscription|subscriptions|taboola|tags|taglist|tagcloud|ticker|toolbar|toolbox|tools|tooltip|' +
    'trending|upsell|visually-hidden|visuallyhidden|whatsapp|yarpp|zergnet|jp-relatedposts|entry-footer|post-footer|article-footer|' +
    'read-next|readnext|more-stories|morestories|also-like|see-also|seealso|further-reading|onward|author-bio|authorbio|author-box|authorbox|about-author|bio|biography|noprint|no-print|' +
    'follow|followus|crumbs|mailchimp|optin|opt-in|premium-box|abo|copyright|disclaimer|legal|newsticker|top-stories|latest|editorspicks|player-controls|toc|table-of-contents|correction-form|' +
    'kommentare|kommentar|verwandt|weitere|empfehlungen|werbung|anzeige|publicidad|publicite|relacionadas|relacionados|compartir|comentarios|commentaires|partage|condividi|correlati',
);

/** Words that name the article or a part of it. */
const WITHIN =
  /(?:^|[^a-z])(?:article|body|content|entry|main|story|text|post|page|blog|column|hentry|prose|copy|inhalt|contenido|contenu|texto|corpo)(?![a-z])|articlebody|storybody|article-?text|storytext|entrycontent|postcontent|maincontent/i;

/** Names that articles' text itself often carries, the more exact ones. */
const BODY =
  /(?:article|story|post|entry|news|page|main|blog|field|single|content)[-_]*(?:body|content|text|copy|inhalt)|(?:body|content)[-_]*(?:article|story|text|copy|inner|main)|articlebody|storybody|hentry|^prose$/i;

/** Names of a byline, date line or other line of data around the text. */
const LINE = words(
  'byline|bylines|dateline|author|authors|authorname|posted-on|post-date|entry-date|timestamp|pubdate|published|publish-date|meta|postmeta|post-meta|entry-meta|article-meta|credits|kicker|eyebrow|rubric|readtime|reading-time|read-time|views|counter|' +
    'tag|category|categories|cat-links|tags-links|article-info|post-info|edit-link|editlink|editsection|mw-editsection|navbox|reflist|catlinks|noexcerpt|printfooter',
);

const ROLES =
  /^(?:navigation|menu|menubar|menuitem|complementary|banner|contentinfo|search|dialog|alertdialog|alert|toolbar|tablist|button|note|tooltip|status|form|directory)$/i;

export type Hint = 'beside' | 'line' | 'caption' | 'maybe' | 'within' | 'body' | null;

/** Names of lists of other articles as well as of parts of this one: what holds links counts as the former. */
const MAYBE = /(?:^|[^a-z])(?:widgets?|teasers?)(?![a-z])/;
const CAPTION =
  /(?:^|[^a-z])(?:captions?|wp-caption-text|image-credit|photo-credit|photocredit|img-credit|media-credit|credit|figcaption|caption-text|imagecaption|photo-?caption|bildunterschrift)(?![a-z])/;

/** What an element's class and id say of it; the worst that is said counts, unless a more exact name speaks for text. */
export function hintOf(given: string): Hint {
  if (given === '') return null;
  const spelled = spell(given);
  if (BESIDE.test(spelled)) return BODY.test(given) ? 'within' : 'beside';
  if (CAPTION.test(spelled)) return 'caption';
  if (LINE.test(spelled)) return 'line';
  if (BODY.test(given)) return 'body';
  if (MAYBE.test(spelled)) return 'maybe';
  return WITHIN.test(spelled) ? 'within' : null;
}

export const isHidden = (element: Element): boolean => {
  const { attribs } = element;
  if (attribs.hidden !== undefined && attribs.hidden !== 'until-found') return true;
  if (attribs['aria-hidden'] === 'true' && element.name !== 'img') return true;
  const style = attribs.style;
  return style !== undefined && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style);
};

export const isOutsideByRole = (element: Element): boolean => ROLES.test(attribute(element, 'role'));

/**
 * camelCase and underscores to hyphens, so that words stand apart; without tokens that only tell a state
 * (`has-sidebar`, `comments-open`) or a utility's condition (`print:hidden`).
 */
function spell(given: string): string {
  return given
    .slice(0, 600)
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/_+/g, '-')
    .replace(
      /(?:^|\s)(?:(?:has|no|with|without|is|not)-\S*|sidebar-(?:grid|layout)\S*|\S*-(?:enabled|disabled|open|closed|on|off|active|allowed)(?=\s|$)|\S*[:[]\S*)/g,
      ' ',
    );
}

function words(list: string): RegExp {
  return new RegExp(`(?:^|[^a-z])(?:${list})(?:$|[^a-z])`);
}
