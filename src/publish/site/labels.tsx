import type { Notice } from '../../core/story.ts';
import type { FeedEntry } from '../edition.ts';
import { evidenceWords } from '../entry-html.ts';
import { labelOf, type SiteContext } from './context.ts';
import { hrefOf, topicPage } from './paths.ts';

export const NOTICE_NAMES: Record<Notice['kind'], string> = {
  retraction: 'Retracted',
  'expression of concern': 'Expression of concern',
  correction: 'Corrected',
};

/** What readers must know before they read on, in words: retracted, corrected, doubted. */
export const Flags = ({ kinds }: { kinds: readonly Notice['kind'][] }) => (
  <>
    {[...new Set(kinds)].map((kind) => (
      <>
        <strong class="flag">{NOTICE_NAMES[kind]}</strong>{' '}
      </>
    ))}
  </>
);

/** Evidence and topics of an entry, but for the one given; topics lead to their pages where there is one. */
export function Tags({
  entry,
  context,
  most = Infinity,
  but,
}: {
  entry: FeedEntry;
  context: SiteContext;
  most?: number;
  but?: string | undefined;
}) {
  const evidence = entry.evidence === null ? [] : evidenceWords(entry.evidence);
  const topics = entry.topics.filter(({ slug }) => slug !== but).slice(0, most);
  if (evidence.length + topics.length === 0) return null;
  return (
    <ul class="tags">
      {evidence.length > 0 && (
        <li>
          <span class="evidence">{inWords(evidence)}</span>
        </li>
      )}
      {topics.map(({ slug }) => (
        <li>
          {context.topics.has(slug) ? (
            <a href={hrefOf(context.site, topicPage(slug))}>{labelOf(context, slug)}</a>
          ) : (
            <span>{labelOf(context, slug)}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** "Randomised trial, in people, 162 newborns" */
export function inWords(labels: readonly string[]): string {
  const text = labels.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
