import { createHash } from 'node:crypto';
import type { Config } from '../core/source.ts';
import type { TopicLabels } from './entry.ts';

/** Settings that show in every file, as a number: where they differ from those of the last publish, all is due. */
export function settingsFingerprint(
  { site, feed, network, sources }: Config,
  topicLabels: TopicLabels,
): number {
  const shown = sources.map(({ headers: _, extract: __, schedule: ___, ...source }) => source);
  const settings = [RENDERING, site, feed, network.minIntervalMs, shown, [...topicLabels]];
  return createHash('sha256').update(JSON.stringify(settings)).digest().readUIntBE(0, 6);
}

/** Counts changes to what the renderers write, so that an update of the program renews the output. */
const RENDERING = 1;
