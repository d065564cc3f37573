import type { Site } from '../../core/source.ts';
import type { Notice } from '../../core/story.ts';
import type { Coverage, FeedEntry } from '../edition.ts';
import { urlOf } from '../head.ts';
import { studyUrl } from '../study-links.ts';
import { bodyHtml, imagesIn } from './body-html.ts';
import type { SiteContext } from './context.ts';
import { Day, Moment } from './dates.tsx';
import { isSource, newsArticle } from './json-ld.ts';
import { Flags, NOTICE_NAMES, Tags } from './labels.tsx';
import { langOf } from './lang.ts';
import { renderPage } from './layout.tsx';
import { LeadImage } from './lead-image.tsx';
import { NewsletterBox } from './newsletter-box.tsx';
import { Origin } from './origin.tsx';
import { hrefOf, sourcePage } from './paths.ts';
import { originsOf } from './security.ts';
import { Share } from './share.tsx';
import { StudyBox } from './study-box.tsx';

/** The page of one story; `entry` is guarded and has a path. */
export function storyPage(entry: FeedEntry & { path: string }, context: SiteContext): string {
  const { site } = context;
  const images = [...(entry.image ? [entry.image.url] : []), ...imagesIn(entry.contentHtml ?? NOTHING)];
  const page = {
    path: entry.path,
    title: entry.title,
    titleLang: langOf(entry.language, site),
    description: entry.summary ?? `${entry.title} (${entry.source.name})`,
    isPublic: true,
    canonical: entry.contentHtml === null ? entry.url : null,
    article: {
      published: entry.published,
      modified: entry.updated,
      image: entry.image?.url ?? null,
      jsonLd: newsArticle(entry, site),
    },
    imageOrigins: originsOf(images),
    script: 'share',
  } as const;
  return renderPage(site, page, <Story entry={entry} context={context} />);
}

const NOTHING = '' as NonNullable<FeedEntry['contentHtml']>;

function Story({ entry, context }: { entry: FeedEntry & { path: string }; context: SiteContext }) {
  const { site, newsletter } = context;
  const lang = langOf(entry.language, site);
  return (
    <div class="narrow">
      <article class="story">
        {entry.notices.map((notice) => (
          <NoticeBanner notice={notice} />
        ))}
        <header class="story-head">
          <Tags entry={entry} context={context} />
          <h1 lang={lang}>{entry.title}</h1>
          {dekOf(entry) !== null && (
            <p class="dek" lang={lang}>
              {dekOf(entry)}
            </p>
          )}
          <Byline entry={entry} context={context} />
        </header>
        <Share title={entry.title} url={urlOf(site, entry.path)} />
        <LeadImage entry={entry} />
        {entry.contentHtml !== null && (
          <div class="body" lang={lang} dangerouslySetInnerHTML={{ __html: bodyHtml(entry.contentHtml) }} />
        )}
        <Origin entry={entry} />
        <StudyBox entry={entry} site={site} />
        <CoverageList coverage={entry.coverage} site={site} />
      </article>
      <RelatedList entry={entry} context={context} />
      {newsletter !== null && <NewsletterBox site={site} settings={newsletter} />}
    </div>
  );
}

/** What stands below the headline, unless the text begins with it. */
function dekOf({ summary, contentHtml }: FeedEntry): string | null {
  if (summary === null || contentHtml === null) return summary;
  const start = contentHtml
    .slice(0, 2000)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return start.startsWith(summary.slice(0, 60)) ? null : summary;
}

function NoticeBanner({ notice: { kind, date, reason, url, doi } }: { notice: Notice }) {
  const to = url ?? (doi === null ? null : studyUrl('doi', doi));
  return (
    <aside class="banner" aria-label={NOTICE_NAMES[kind]}>
      <p>
        <strong>{NOTICE_NAMES[kind]}</strong>
        {date !== null && (
          <>
            {' on '}
            <Day at={date} />
          </>
        )}
        {reason === null ? '.' : `: ${reason.replace(/[.\s]+$/, '')}.`} {NOTICE_MEANINGS[kind]}
        {to !== null && (
          <>
            {' '}
            <a href={to} rel="noopener noreferrer">
              Read the notice
            </a>
          </>
        )}
      </p>
    </aside>
  );
}

const NOTICE_MEANINGS: Record<Notice['kind'], string> = {
  retraction: 'The study behind this story was withdrawn from the literature: do not rely on it.',
  'expression of concern': 'The journal has doubts about the study behind this story.',
  correction: 'The study behind this story was corrected after publication.',
};

function Byline({ entry, context }: { entry: FeedEntry; context: SiteContext }) {
  const { source, published, updated, readingMinutes } = entry;
  const authors = entry.authors.filter(({ name }) => !isSource(name, entry));
  const names = authors.slice(0, MAX_AUTHORS).map(({ name }) => name);
  return (
    <ul class="meta">
      <li>
        {context.sources.has(source.id) ? (
          <a href={hrefOf(context.site, sourcePage(source.id))}>{source.name}</a>
        ) : (
          source.name
        )}
      </li>
      {names.length > 0 && (
        <li>
          By {names.join(', ')}
          {authors.length > MAX_AUTHORS && ` and ${authors.length - MAX_AUTHORS} more`}
        </li>
      )}
      <li>
        Published <Moment at={published} />
      </li>
      {updated.slice(0, 10) > published.slice(0, 10) && (
        <li>
          Updated <Moment at={updated} />
        </li>
      )}
      {readingMinutes !== null && <li>{readingMinutes} min read</li>}
    </ul>
  );
}

const MAX_AUTHORS = 4;

function CoverageList({ coverage, site }: { coverage: readonly Coverage[]; site: Site }) {
  if (coverage.length === 0) return null;
  return (
    <section class="section" aria-labelledby="coverage-heading">
      <h2 id="coverage-heading">Also covered by</h2>
      <ul class="links">
        {coverage.map(({ source, title, url, language }) => (
          <li>
            <a href={url} rel="noopener noreferrer" lang={langOf(language, site)}>
              {title}
            </a>{' '}
            <span class="small">{source}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Other stories of ours, and what the origin's own page names, which is in its language. */
function RelatedList({ entry, context }: { entry: FeedEntry; context: SiteContext }) {
  const { site } = context;
  const { related } = entry;
  if (related.length === 0) return null;
  return (
    <section class="section related" aria-labelledby="related-heading">
      <h2 id="related-heading">Related articles</h2>
      <ul class="cards">
        {related.map(({ title, url, path, dek, language, notices = [] }) => (
          <li>
            <h3>
              <Flags kinds={notices} />
              {path === undefined ? (
                <a href={url} rel="noopener noreferrer" lang={langOf(language ?? entry.language, site)}>
                  {title}
                </a>
              ) : (
                <a href={hrefOf(site, path)} lang={langOf(language, site)}>
                  {title}
                </a>
              )}
            </h3>
            {dek && <p lang={langOf(language, site)}>{dek}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
