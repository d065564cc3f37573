import { toInstant } from '../../core/instant.ts';
import type { Config } from '../../core/source.ts';
import { entryLoader } from '../../publish/entries.ts';
import type { TopicLabels } from '../../publish/entry.ts';
import type { Store } from '../../store/store.ts';
import { choose } from '../choice/choose.ts';
import { type Candidate, loadPool, rank } from '../choice/pool.ts';
import { MAX_RETRACTIONS } from '../choice/retractions.ts';
import { headingTopic, topicsWithin } from '../choice/topics.ts';
import type { LedgerState, Retraction, Told } from '../ledger/state.ts';
import { issueName } from '../mail/dates.ts';
import { composeDigest, type Shown } from '../mail/digest.ts';
import { renderDigest, type SharedMail } from '../mail/render.ts';
import type { Due } from './due.ts';

/** A subscriber's mail, but for their links; `titles` are those of its stories. */
export type Composed = { told: Told; titles: string[]; mail: SharedMail };

export type Composer = (due: Due, ledger: LedgerState) => Promise<Composed | null>;

export type ComposerDeps = {
  config: Config;
  postalAddress: string;
  store: Store;
  topicLabels: TopicLabels;
  now: Date;
};

/**
 * Makes each subscriber's mail; null where there is nothing to tell. Stories are read and ranked once for the run, and
 * a mail that several get is rendered once.
 */
export async function composer(
  due: readonly Due[],
  owed: readonly Retraction[],
  { config, postalAddress, store, topicLabels, now }: ComposerDeps,
): Promise<Composer> {
  const at = toInstant(now);
  const from = due.map((each) => each.from).sort()[0] ?? at;
  const pool = due.length === 0 ? [] : await loadPool(store, { from, now: at });
  const rankedFor = rankings(pool, topicLabels, at);
  const show = shower(config, store, topicLabels);
  const rendered = new Map<string, SharedMail>();

  return async ({ id, choice, period, from, seenAfter }, ledger) => {
    const retractions = ledger.untold(id, owed).slice(0, MAX_RETRACTIONS);
    const stories = choose(rankedFor(choice), { from, seenAfter, wasTold: ledger.toldTo(id) });
    if (stories.length === 0 && retractions.length === 0) return null;
    const shown = await show(
      stories.map((story) => story.id),
      choice.topics,
    );
    const retracted = await show(
      retractions.map((each) => each.id),
      choice.topics,
    );
    if (shown.length === 0 && retracted.length === 0) return null;
    const told = { stories: shown.map(idOf), retractions: retracted.map(idOf) };
    const issue = issueName(period, choice);
    const key = JSON.stringify([issue, told, shown.map(({ topic }) => topic)]);
    const mail =
      rendered.get(key) ??
      renderDigest(composeDigest(shown, retracted, { site: config.site, issue, postalAddress }));
    if (rendered.size >= MAX_RENDERED) rendered.clear();
    rendered.set(key, mail);
    return { told, titles: [...retracted, ...shown].map(({ entry }) => entry.title), mail };
  };
}

/** Mails of up to 100 KB that are kept for the next subscriber who gets the same. */
const MAX_RENDERED = 100;

const idOf = ({ entry }: Shown): string => entry.id;

function rankings(pool: readonly Candidate[], topicLabels: TopicLabels, at: string) {
  const known = new Map<string, Candidate[]>();
  return ({ frequency, topics }: Due['choice']): Candidate[] => {
    const key = JSON.stringify([frequency, ...topics]);
    const found = known.get(key);
    if (found) return found;
    const wanted = topicsWithin(topics, topicLabels);
    const ranked =
      wanted === null
        ? rank(pool, frequency, at)
        : rank(
            pool.filter((each) => each.topics.some((slug) => wanted.has(slug))),
            frequency,
            at,
          );
    known.set(key, ranked);
    return ranked;
  };
}

/** Stories by id, in the order asked, as they may be shown; those of which nothing may be are left out. */
function shower(config: Config, store: Store, topicLabels: TopicLabels) {
  const load = entryLoader(store, config.sources, topicLabels);
  const known = new Map<string, Omit<Shown, 'topic'> & { topics: string[] }>();
  return async (ids: readonly string[], chosen: readonly string[]): Promise<Shown[]> => {
    const missing = ids.filter((id) => !known.has(id));
    if (missing.length > 0) {
      const stories = new Map((await store.stories(missing)).map((story) => [story.id, story]));
      for (const entry of await load([...stories.values()])) {
        const story = stories.get(entry.id);
        if (story) known.set(entry.id, { entry, path: story.path, topics: story.topics });
      }
    }
    return ids.flatMap((id) => {
      const found = known.get(id);
      if (!found) return [];
      const slug = headingTopic(found.topics, chosen, topicLabels);
      const topic = slug === null ? null : (topicLabels.get(slug)?.label ?? slug);
      return [{ entry: found.entry, path: found.path, topic }];
    });
  };
}
