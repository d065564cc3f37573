import type { FeedEntry } from '../edition.ts';
import type { SiteContext } from './context.ts';
import { Clock, Day, newsAt } from './dates.tsx';
import { Flags, Tags } from './labels.tsx';
import { hrefOf, sourcePage } from './paths.ts';

type Props = { entries: readonly FeedEntry[]; context: SiteContext; compact?: boolean };

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
  time = 'day',
}: Props & { time?: 'clock' | 'day' }) => (
  <ul class={compact ? 'stories compact' : 'stories'}>
    {entries.map((entry) => (
      <li>
        <Item entry={entry} context={context} compact={compact} time={time} />
      </li>
    ))}
  </ul>
);

/** The newest stories of a topic or a source, and the way to all of those, and to what is older. */
export const Newest = ({
  entries,
  context,
  none,
  all,
}: Props & { none: string; all: { path: string; label: string } }) => (
  <>
    <h2 class="day">Newest first</h2>
    {entries.length === 0 && <p>{none}</p>}
    <Stories entries={entries} context={context} />
    <nav class="pager" aria-label="Go on">
      <a href={hrefOf(context.site, all.path)}>{all.label}</a>
      <a href={hrefOf(context.site, 'archive/')}>Archive by date</a>
    </nav>
  </>
);

type ItemProps = { entry: FeedEntry; context: SiteContext; compact: boolean; time: 'clock' | 'day' };

function Item({ entry, context, compact, time }: ItemProps) {
  const { image, path, url } = entry;
  const to = path === null ? url : hrefOf(context.site, path);
  const pictured = image !== null && !compact;
  return (
    <article class={pictured ? 'item pictured' : 'item'}>
      <h3 lang={entry.language ?? undefined}>
        <Flags kinds={entry.notices.map(({ kind }) => kind)} />
        {to === null ? entry.title : <a href={to}>{entry.title}</a>}
      </h3>
      {!compact && entry.summary !== null && (
        <p class="dek" lang={entry.language ?? undefined}>
          {entry.summary}
        </p>
      )}
      <Meta entry={entry} context={context} time={time} />
      {!compact && <Tags entry={entry} context={context} most={3} />}
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

function Meta({ entry, context, time }: Omit<ItemProps, 'compact'>) {
  const { source, coverage, readingMinutes } = entry;
  const others = new Set(coverage.map((each) => each.source).filter((name) => name !== source.name)).size;
  return (
    <ul class="meta">
      <li>
        {context.sources.has(source.id) ? (
          <a href={hrefOf(context.site, sourcePage(source.id))}>{source.name}</a>
        ) : (
          source.name
        )}
      </li>
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
