import { STUDY_DESIGNS, STUDY_STATUSES } from '../../core/story.ts';
import { designWords } from '../entry-html.ts';
import { labelOf, type SiteContext } from './context.ts';
import { inWords } from './labels.tsx';
import { renderPage } from './layout.tsx';
import { basePath, hrefOf } from './paths.ts';

/** The search: a script asks the server, or where there is none looks through the newest stories itself. */
export function searchPage(context: SiteContext): string {
  const { site } = context;
  const page = {
    path: 'search/',
    title: 'Search',
    description: `Search the stories of ${site.title}.`,
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
        <form
          class="search-form"
          method="get"
          action={hrefOf(site, 'search/')}
          data-base={basePath(site)}
          data-language={site.language}
        >
          <div class="field">
            <label for="search-words">Words of a title, a summary, a source or a study</label>
            <div class="with-button">
              <input
                id="search-words"
                name="q"
                type="search"
                autocomplete="off"
                spellcheck={false}
                maxlength={200}
              />
              <button type="submit">Search</button>
            </div>
          </div>
          <div class="row">
            <Choice name="topic" label="Topic" any="Any topic" options={topicOptions(context)} />
            <Choice name="evidence" label="Evidence" any="Any evidence" options={EVIDENCE} />
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
      <template id="nothing-found">
        <p>
          Try fewer or other words, or go through the <a href={hrefOf(site, 'topics/')}>topics</a> or the{' '}
          <a href={hrefOf(site, 'archive/')}>archive</a>.
        </p>
      </template>
    </div>,
  );
}

type Option = { value: string; label: string };

const Choice = ({
  name,
  label,
  any,
  options,
}: {
  name: string;
  label: string;
  any: string;
  options: Option[];
}) => (
  <div class="field">
    <label for={`search-${name}`}>{label}</label>
    <select id={`search-${name}`} name={name}>
      <option value="">{any}</option>
      {options.map(({ value, label }) => (
        <option value={value}>{label}</option>
      ))}
    </select>
  </div>
);

const topicOptions = (context: SiteContext): Option[] =>
  [...context.topics]
    .map((slug) => ({ value: slug, label: labelOf(context, slug) }))
    .sort((one, other) => one.label.localeCompare(other.label, 'en'));

const EVIDENCE: Option[] = [
  ...STUDY_DESIGNS.map((design) => ({ value: design, label: inWords([designWords(design)]) })),
  ...STUDY_STATUSES.map((status) => ({ value: status, label: inWords([status]) })),
];
