import type { Config } from '../core/source.ts';

/** What is allowed in sources.json, but seldom meant; each a sentence. */
export function configWarnings({ sources, site }: Config): string[] {
  const warnings: string[] = [];
  const byUrl = new Map<string, string>();
  for (const { id, url, enabled } of sources) {
    const before = byUrl.get(url);
    if (before === undefined) byUrl.set(url, id);
    else if (enabled)
      warnings.push(`"${id}" and "${before}" read the same URL: readers get its news under both.`);
  }
  if (/(^|\.)example\.(org|com|net)$/.test(new URL(site.url).hostname))
    warnings.push(`site.url is still ${site.url}: write the address at which output/ will be served.`);
  if (!sources.some(({ enabled }) => enabled))
    warnings.push('No source is enabled: there is nothing to read.');
  return warnings;
}
