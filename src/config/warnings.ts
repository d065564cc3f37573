import type { Config } from '../core/source.ts';
import { didYouMean } from './did-you-mean.ts';

/** What is allowed in sources.json, but seldom meant; each a sentence. `topics`: the slugs that there are. */
export function configWarnings({ sources, site }: Config, topics: Iterable<string>): string[] {
  const warnings: string[] = [];
  const known = new Set(topics);
  const byUrl = new Map<string, string>();
  for (const source of sources) {
    const { id, url, enabled } = source;
    const before = byUrl.get(url);
    if (before === undefined) byUrl.set(url, id);
    else if (enabled)
      warnings.push(`"${id}" and "${before}" read the same URL: readers get its news under both.`);
    for (const topic of source.topics.filter((slug) => !known.has(slug)))
      warnings.push(unknownTopic(id, topic, known));
  }
  if (/(^|\.)example\.(org|com|net)$/.test(new URL(site.url).hostname))
    warnings.push(`site.url is still ${site.url}: write the address at which output/ will be served.`);
  if (!sources.some(({ enabled }) => enabled))
    warnings.push('No source is enabled: there is nothing to read.');
  return warnings;
}

function unknownTopic(id: string, topic: string, known: Set<string>): string {
  const meant = didYouMean(topic, known);
  const hint = meant === null ? '' : ` Did you mean "${meant}"?`;
  return `"${id}" has the topic "${topic}", which there is not.${hint}`;
}
