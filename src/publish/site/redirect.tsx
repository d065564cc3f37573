import { OUR_LANGUAGE } from '../../core/language.ts';
import { urlOf } from '../head.ts';
import type { SiteContext } from './context.ts';
import { hrefOf } from './paths.ts';
import { pagePolicy } from './security.ts';

/** The page of a story that became part of another: leads there at once, on any static host. */
export function redirectPage(to: string, { site }: SiteContext): string {
  const href = hrefOf(site, to);
  return `<!DOCTYPE html>\n${(
    (
      <html lang={OUR_LANGUAGE}>
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content={pagePolicy()} />
          <title>This story has moved</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta http-equiv="refresh" content={`0; url=${href}`} />
          <meta name="robots" content="noindex" />
          <link rel="canonical" href={urlOf(site, to)} />
        </head>
        <body>
          <main>
            <h1>This story has moved</h1>
            <p>
              It is part of <a href={href}>another one</a> now.
            </p>
          </main>
        </body>
      </html>
    )
  ).toString()}\n`;
}
