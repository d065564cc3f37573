import type { FeedEntry } from '../edition.ts';
import type { SiteContext } from './context.ts';
import { Clock, Day, newsAt } from './dates.tsx';
import { Flags, Tags } from './labels.tsx';
import { langOf } from './lang.ts';
import { hrefOf, sourcePage } from './paths.ts';

type Props = {
  entries: readonly FeedEntry[];
  context: SiteContext;
  compact?: boolean;
  /** The topic or source that the page is about, which its stories need not name. */
  about?: { topic?: string; source?: string };
};

/** Entries, newest first, under the day (in UTC) on which they became news. */
export const StoriesByDay = ({ entries, ...props }: Props) => (
  <>
    {byDay(entries).map(([day, some]) => (
      <>
        <h2 class="day">
          <Day at={`${day}T00:00:00.000Z`} weekday />
        </h2>
        <Stories entries={some} {...props} time="clock" />
      </>
    ))}
  </>
);

/** Entries in the order given. */
export const Stories = ({
  entries,
  context,
  compact = false,
  about = {},
  time = 'day',
}: Props & { time?: 'clock' | 'day' }) => (
  <ul class={compact ? 'stories compact' : 'stories'}>
    {entries.map((entry) => (
      <li>
        <Item {...{ entry, context, compact, about, time }} />
      </li>
    ))}
  </ul>
);

/** The newest stories of a topic or a source, and the way to all of those, and to what is older. */
export const Newest = ({
  entries,
  context,
  about = {},
  none,
  all,
}: Props & { none: string; all: { path: string; label: string } }) => (
  <>
    {entries.length === 0 ? <p>{none}</p> : <h2 class="day">Newest first</h2>}
    <Stories entries={entries} context={context} about={about} />
    <nav class="pager" aria-label="Go on">
      <a href={hrefOf(context.site, all.path)}>{all.label}</a>
      <a href={hrefOf(context.site, 'archive/')}>Archive by date</a>
    </nav>
  </>
);

type ItemProps = Required<Omit<Props, 'entries'>> & { entry: FeedEntry; time: 'clock' | 'day' };

function Item({ entry, context, compact, about, time }: ItemProps) {
  const { image, path, url } = entry;
  const to = path === null ? url : hrefOf(context.site, path);
  const lang = langOf(entry.language, context.site);
  const pictured = image !== null && !compact;
  return (
    <article class={pictured ? 'item pictured' : 'item'}>
      <h3>
        <Flags kinds={entry.notices.map(({ kind }) => kind)} />
        {to === null ? (
          <span lang={lang}>{entry.title}</span>
        ) : (
          <a href={to} lang={lang}>
            {entry.title}
          </a>
        )}
      </h3>
      {!compact && entry.summary !== null && (
        <p class="dek" lang={lang}>
          {entry.summary}
        </p>
      )}
      <Meta {...{ entry, context, about, time }} />
      {!compact && <Tags entry={entry} context={context} most={3} but={about.topic} />}
      {pictured && (
        <img
          class="thumb"
          src={image.url}
          alt=""
          width={160}
          height={120}
          loading="lazy"
          decoding="async"
          referrerpolicy="no-referrer"
        />
      )}
    </article>
  );
}

function Meta({ entry, context, about, time }: Omit<ItemProps, 'compact'>) {
  const { source, coverage, readingMinutes } = entry;
  const others = new Set(coverage.map((each) => each.source).filter((name) => name !== source.name)).size;
  return (
    <ul class="meta">
      {source.id !== about.source && (
        <li>
          {context.sources.has(source.id) ? (
            <a href={hrefOf(context.site, sourcePage(source.id))}>{source.name}</a>
          ) : (
            source.name
          )}
        </li>
      )}
      <li>{time === 'clock' ? <Clock at={newsAt(entry)} /> : <Day at={newsAt(entry)} />}</li>
      {readingMinutes !== null && <li>{readingMinutes} min read</li>}
      {others > 0 && <li>covered by {others + 1}</li>}
    </ul>
  );
}

function byDay(entries: readonly FeedEntry[]): [day: string, entries: FeedEntry[]][] {
  const days = new Map<string, FeedEntry[]>();
  for (const entry of entries) {
    const day = newsAt(entry).slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}

/** Pictures that a list shows. */
export const imagesOf = (entries: readonly FeedEntry[]): string[] =>
  entries.flatMap(({ image }) => (image === null ? [] : [image.url]));
