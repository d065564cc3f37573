import type { SafeHtml } from '../../core/html.ts';
import { withoutTracking } from '../../core/link-key.ts';

/**
 * An article's text as it stands below its headline: headings begin at the second level and skip none, pictures tell
 * their hosts nothing, links say nothing of where their reader comes from, and tables that are too wide can be moved by
 * the keyboard. Literal tags in sanitised HTML are tags: text has none.
 */
export function bodyHtml(html: SafeHtml): SafeHtml {
  let from = 1;
  let level = 1;
  return html
    .replace(/<(\/?)h([2-6])(?=[ >])/g, (_, end: string, given: string) => {
      if (end === '') {
        const asked = Number(given);
        level = asked > from ? Math.min(level + 1, asked) : asked;
        from = asked;
      }
      return `<${end}h${level}`;
    })
    .replace(/(<a [^>]*?href=")([^"]*)/g, (_, before: string, href: string) => before + plainHref(href))
    .replace(/<table(?=[ >])/g, '<div class="wide" role="group" aria-label="Table" tabindex="0"><table')
    .replaceAll('</table>', '</table></div>')
    .replaceAll('<img ', '<img referrerpolicy="no-referrer" ') as SafeHtml;
}

/** Of what addresses hold, sanitising escapes but the ampersand. */
function plainHref(href: string): string {
  const link = href.replaceAll('&amp;', '&');
  const plain = withoutTracking(link);
  return plain === link ? href : plain.replaceAll('&', '&amp;');
}

/** Addresses of the pictures in a text. */
export const imagesIn = (html: SafeHtml): string[] =>
  [...html.matchAll(/<img [^>]*?src="([^"]*)"/g)].map(([, src = '']) => src.replaceAll('&amp;', '&'));
