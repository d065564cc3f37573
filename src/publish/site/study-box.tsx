import type { Child } from 'hono/jsx';
import type { Site } from '../../core/source.ts';
import type { Evidence } from '../../core/story.ts';
import type { FeedEntry } from '../edition.ts';
import { type StudyLink, studyLinks } from '../study-links.ts';
import { inWords } from './labels.tsx';
import { langOf } from './lang.ts';
import { hrefOf } from './paths.ts';

/** The study behind a story: where it is registered and published, and what kind of evidence it is, by rules. */
export function StudyBox({ entry, site }: { entry: FeedEntry; site: Site }) {
  const { evidence, journal } = entry;
  const links = studyLinks(entry.studyIds);
  const papers = links.filter(({ type }) => PAPERS.has(type));
  const trials = links.filter(({ type }) => !PAPERS.has(type));
  const labels = evidence === null ? [] : factsOf(evidence);
  if (links.length + labels.length === 0 && journal === null) return null;
  return (
    <section class="panel" aria-labelledby="study-heading">
      <h2 id="study-heading">The study</h2>
      <dl class="facts">
        {journal !== null && <Fact name="Journal">{journal}</Fact>}
        {papers.length > 0 && (
          <Fact name="Paper">
            <Links links={papers} />
          </Fact>
        )}
        {trials.length > 0 && (
          <Fact name="Trial registry">
            <Links links={trials} />
          </Fact>
        )}
        {bySentence(labels).map(({ because, facts }) =>
          facts.map(({ name, value }, index) => {
            const isLast = index === facts.length - 1;
            return (
              <Fact name={name} goesOn={!isLast}>
                {inWords([value])}
                {isLast && because !== undefined && <q lang={langOf(entry.language, site)}>{because}</q>}
              </Fact>
            );
          }),
        )}
      </dl>
      {labels.length > 0 && (
        <p class="small">
          Labelled automatically from the words quoted. <a href={hrefOf(site, 'about/')}>How this works</a>
        </p>
      )}
    </section>
  );
}

const PAPERS = new Set(['doi', 'pmid', 'pmcid', 'arxiv']);

/** `goesOn`: the next fact comes from the same sentence. */
const Fact = ({ name, goesOn, children }: { name: string; goesOn?: boolean; children?: Child }) => (
  <>
    <dt>{name}</dt>
    <dd class={goesOn ? 'goes-on' : undefined}>{children}</dd>
  </>
);

const Links = ({ links }: { links: readonly StudyLink[] }) => (
  <>
    {links.map(({ url, label }, index) => (
      <>
        {index > 0 && ', '}
        {url === null ? (
          label
        ) : (
          <a href={url} rel="noopener noreferrer">
            {label}
          </a>
        )}
      </>
    ))}
  </>
);

/** What one sentence says stands together, and the sentence once, below it. */
function bySentence(labels: readonly Label[]): { because: string | undefined; facts: Label[] }[] {
  const groups: { because: string | undefined; facts: Label[] }[] = [];
  for (const label of labels) {
    const { because } = label;
    const group = groups.find((each) => because !== undefined && each.because === because);
    if (group) group.facts.push(label);
    else groups.push({ because, facts: [label] });
  }
  return groups;
}

type Label = { name: string; value: string; because: string | undefined };

function factsOf({ design, subjects, sample, status, because }: Evidence): Label[] {
  return [
    { name: 'Publication', value: status, because: because.status },
    { name: 'Design', value: design, because: because.design },
    { name: 'Studied in', value: subjects, because: because.subjects },
    {
      name: 'Sample',
      value: sample && `${sample.size.toLocaleString('en')} ${sample.unit}`,
      because: because.sample,
    },
  ].flatMap(({ value, ...rest }) => (value === null ? [] : [{ value: value as string, ...rest }]));
}
