import type { SiteContext } from './context.ts';
import { renderPage } from './layout.tsx';
import { hrefOf } from './paths.ts';

/** What a server answers where there is nothing. */
export const notFoundPage = ({ site }: SiteContext): string =>
  renderPage(
    site,
    {
      path: '404.html',
      title: 'There is no such page',
      description: 'The address leads to nothing.',
      isPublic: false,
    },
    <div class="narrow prose">
      <h1>There is no such page</h1>
      <p>
        The address may be mistyped, or the page may never have been here: pages of stories stay for ever.
      </p>
      <p>
        Look at the <a href={hrefOf(site, '')}>latest stories</a>,{' '}
        <a href={hrefOf(site, 'search/')}>search</a>, or go through the{' '}
        <a href={hrefOf(site, 'archive/')}>archive</a>.
      </p>
    </div>,
  );
