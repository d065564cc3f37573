import { createHash } from 'node:crypto';
import type { Config } from '../core/source.ts';
import type { TopicLabels } from './entry.ts';
import { ASSETS_FINGERPRINT } from './site/assets.ts';

/** Settings that show in every file, as a number: where they differ from those of the last publish, all is due. */
export function settingsFingerprint(
  { site, feed, network, newsletter, sources }: Config,
  topicLabels: TopicLabels,
): number {
  const shown = sources.map(({ headers: _, extract: __, schedule: ___, ...source }) => source);
  const settings = [
    [RENDERING, ASSETS_FINGERPRINT],
    [site, feed, network.minIntervalMs, network.contact],
    newsletter && [
      newsletter.postalAddress,
      newsletter.defaults,
      newsletter.proofOfWork,
      newsletter.replyTo ?? newsletter.from,
    ],
    shown,
    [...topicLabels],
  ];
  return numberOf(settings);
}

/** The site's address as a number. */
export const addressFingerprint = ({ url }: Config['site']): number => numberOf(url);

const numberOf = (settings: unknown): number =>
  createHash('sha256').update(JSON.stringify(settings)).digest().readUIntBE(0, 6);

/** Counts changes to what the renderers write, so that an update of the program renews the output. */
const RENDERING = 3;
