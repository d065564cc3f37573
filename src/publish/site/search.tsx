import type { SiteContext } from './context.ts';
import { renderPage } from './layout.tsx';
import { basePath, hrefOf } from './paths.ts';

/** The search over the newest stories: a script does it, in the reader's browser. */
export function searchPage(context: SiteContext): string {
  const { site } = context;
  const page = {
    path: 'search/',
    title: 'Search',
    description: `Search the newest stories of ${site.title}.`,
    isPublic: true,
    script: 'search',
  } as const;
  return renderPage(
    site,
    page,
    <div class="narrow">
      <header class="page-head">
        <h1>Search</h1>
      </header>
      <search>
        <form class="search-form" method="get" action={hrefOf(site, 'search/')} data-base={basePath(site)}>
          <div class="field">
            <label for="search-words">Words in the newest stories</label>
            <div class="with-button">
              <input id="search-words" name="q" type="search" autocomplete="off" spellcheck={false} />
              <button type="submit">Search</button>
            </div>
          </div>
          <div class="row">
            <div class="field">
              <label for="search-topic">Topic</label>
              <select id="search-topic" name="topic">
                <option value="">Any topic</option>
              </select>
            </div>
            <div class="field">
              <label for="search-evidence">Evidence</label>
              <select id="search-evidence" name="evidence">
                <option value="">Any evidence</option>
              </select>
            </div>
          </div>
          <div class="needs-script">
            <p>
              Searching needs JavaScript. Without it, the <a href={hrefOf(site, 'archive/')}>archive</a> and
              the <a href={hrefOf(site, 'topics/')}>topics</a> lead to every story.
            </p>
          </div>
        </form>
      </search>
      <p class="search-status" role="status"></p>
      <div id="results"></div>
    </div>,
  );
}
