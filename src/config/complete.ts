import { languageTag } from '../core/language.ts';
import type { NewsletterSettings } from '../core/newsletter.ts';
import type { Config, Network, Site, Source } from '../core/source.ts';
import { absoluteUrl } from '../core/url.ts';
import { fillIn } from './rules.ts';
import type { ConfigFile, SourceEntry } from './schema.ts';
import { packageVersion } from './version.ts';

/** A checked file as the stages want it: defaults applied, units in ms, URLs absolute, environment filled in. */
export function completeConfig(file: ConfigFile, name: string, env: NodeJS.ProcessEnv): Config {
  const site = completeSite(file.site);
  return {
    file: name,
    site,
    network: completeNetwork(file.network, site),
    feed: file.feed,
    newsletter: completeNewsletter(file.newsletter, env),
    sources: file.sources.map((entry, rank) => completeSource(entry, rank, file, env)),
  };
}

function completeSite({ title, description, url, language, author, hub }: ConfigFile['site']): Site {
  const address = absoluteUrl(url) ?? url;
  return {
    title,
    description,
    url: address.endsWith('/') ? address : `${address}/`,
    language: tag(language),
    author: author ?? null,
    hub: absoluteUrl(hub),
  };
}

function completeNetwork(network: ConfigFile['network'], site: Site): Network {
  const contact = network.contact ?? site.url;
  return {
    userAgent: network.userAgent ?? `MiasFeed/${packageVersion()} (+${contact})`,
    contact,
    timeoutMs: network.timeoutSeconds * 1000,
    maxBytes: network.maxBytes,
    concurrency: network.concurrency,
    perHost: network.perHost,
    perHostDelayMs: network.perHostDelaySeconds * 1000,
    minIntervalMs: network.minIntervalMinutes * 60_000,
    allowPrivate: network.allowPrivate,
    pagesPerHost: network.pagesPerHost,
    pagesDeadlineMs: network.pagesDeadlineSeconds * 1000,
  };
}

/** The environment comes before the file, so that the file can be shown around. */
function completeNewsletter(
  newsletter: ConfigFile['newsletter'],
  env: NodeJS.ProcessEnv,
): NewsletterSettings | null {
  if (!newsletter?.enabled) return null;
  const { enabled: _, replyTo, smtpUrl, dkim, ...rest } = newsletter;
  return {
    ...rest,
    replyTo: replyTo ?? null,
    smtpUrl: env.MIAS_FEED_SMTP_URL || (smtpUrl ?? null),
    dkim: dkim ?? null,
  };
}

function completeSource(entry: SourceEntry, rank: number, file: ConfigFile, env: NodeJS.ProcessEnv): Source {
  const { defaults, feed } = file;
  const language = entry.language ?? defaults.language ?? null;
  const license = entry.license ?? null;
  return {
    id: entry.id,
    name: entry.name,
    url: absoluteUrl(entry.url) ?? entry.url,
    type: entry.type,
    site: absoluteUrl(entry.site),
    schedule: entry.schedule ?? defaults.schedule,
    enabled: entry.enabled,
    topics: entry.topics ?? defaults.topics ?? [],
    language: language === null ? null : tag(language),
    content: entry.content ?? (license === null ? 'excerpt' : (defaults.content ?? feed.content)),
    license,
    extract: defined({ pages: 'auto' as const, ...defaults.extract, ...entry.extract }),
    headers: Object.fromEntries(
      Object.entries(entry.headers ?? {}).map(([header, value]) => [header, fillIn(value, env)]),
    ),
    rank,
  };
}

const tag = (language: string): string => languageTag(language) ?? language;

/** The same object, typed without the keys whose value is undefined: JSON has none. */
const defined = (extract: object): Source['extract'] => extract as Source['extract'];
