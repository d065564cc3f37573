import type { Notice } from '../../core/story.ts';
import { absoluteUrl } from '../../core/url.ts';
import type { FeedEntry } from '../../publish/edition.ts';
import { evidenceWords } from '../../publish/entry-html.ts';
import { studyUrl } from '../../publish/study-links.ts';
import { day, shortDay } from './dates.ts';
import { clip, plainLine } from './plain.ts';

/** A story as a mail shows it: plain text on one line each, and absolute addresses. */
export type DigestStory = {
  /** Its page on our site. */
  url: string;
  title: string;
  summary: string | null;
  /** `Evidence: randomised trial · in people`. */
  evidence: string | null;
  /** When, and who else covers it. */
  coverage: string;
  source: string;
  /** At its origin. */
  sourceUrl: string | null;
  language: string | null;
  notices: string[];
  topic: string | null;
};

export type DigestRetraction = { title: string; url: string; details: string; noticeUrl: string | null };

/** All that a mail says, but for the links that are each subscriber's own. */
export type Digest = {
  subject: string;
  /** What inboxes show after the subject. */
  preheader: string;
  site: { title: string; url: string };
  /** `Weekly · Monday, 23 November 2026`. */
  issue: string;
  retractions: DigestRetraction[];
  lead: DigestStory | null;
  groups: { heading: string | null; stories: DigestStory[] }[];
  why: string;
  /** In lines. */
  postalAddress: string[];
};

/** A story that was chosen, where it lies on our site, and the heading that it stands under. */
export type Shown = { entry: FeedEntry; path: string; topic: string | null };

export type DigestFrame = Pick<Digest, 'site' | 'issue'> & { postalAddress: string };

/** What a mail says of these stories, the best first, and of these retractions. Needs one of either. */
export function composeDigest(
  stories: readonly Shown[],
  retractions: readonly Shown[],
  { site: { title, url }, issue, postalAddress }: DigestFrame,
): Digest {
  const site = { title: plainLine(title), url };
  const shown = stories.map((each) => storyOf(each, site.url));
  const told = retractions.map((each) => retractionOf(each, site.url));
  const [lead = null, ...others] = shown;
  return {
    subject: lead?.title ?? `Retracted: ${told[0]?.title ?? ''}`,
    preheader: preheaderOf(shown, told),
    site,
    issue,
    retractions: told,
    lead,
    groups: groupsOf(others),
    why: `You get this because you signed up for the newsletter of ${site.title} (${new URL(url).host}).`,
    postalAddress: postalAddress.split(/\r?\n/).map(plainLine).filter(Boolean),
  };
}

/** Every story of a mail, in the order in which it shows them. */
export const storiesOf = ({ lead, groups }: Digest): DigestStory[] => [
  ...(lead === null ? [] : [lead]),
  ...groups.flatMap(({ stories }) => stories),
];

function storyOf({ entry, path, topic }: Shown, siteUrl: string): DigestStory {
  const labels = entry.evidence === null ? [] : evidenceWords(entry.evidence);
  const sourceUrl = absoluteUrl(entry.url);
  const source = clip(plainLine(entry.source.name), 60);
  return {
    url: new URL(path, siteUrl).href,
    title: titleOf(entry),
    summary: entry.summary === null ? null : clip(plainLine(entry.summary), MAX_SUMMARY) || null,
    evidence: labels.length === 0 ? null : `Evidence: ${clip(plainLine(labels.join(' · ')), 150)}`,
    coverage: coverageOf(entry, source),
    source,
    sourceUrl: sourceUrl !== null && sourceUrl.length <= MAX_URL ? sourceUrl : null,
    language: entry.language,
    notices: entry.notices.map(noticeWords),
    topic: topic === null ? null : clip(plainLine(topic), 60) || null,
  };
}

/** More than 60 words take, in most languages. */
const MAX_SUMMARY = 500;
const MAX_TITLE = 200;
const MAX_URL = 1000;

const titleOf = ({ title, source }: FeedEntry): string =>
  clip(plainLine(title), MAX_TITLE) || `News from ${clip(plainLine(source.name), 60)}`;

function coverageOf({ published, coverage }: FeedEntry, source: string): string {
  const others = [...new Set(coverage.map((each) => clip(plainLine(each.source), 40)))].filter(
    (name) => name !== '' && name !== source,
  );
  if (others.length === 0) return shortDay(published);
  const more = others.length > 3 ? [`${others.length - 2} others`] : [];
  const names = [...others.slice(0, more.length > 0 ? 2 : 3), ...more];
  return `${shortDay(published)} · also covered by ${new Intl.ListFormat('en-GB').format(names)}`;
}

const NOTICES: Record<Notice['kind'], string> = {
  retraction: 'Retracted',
  'expression of concern': 'Expression of concern',
  correction: 'Corrected',
};

function noticeWords({ kind, date, reason }: Notice): string {
  const when = date === null ? '' : ` on ${day(date)}`;
  const why = reason === null ? '' : `: ${clip(plainLine(reason), 200)}`;
  return `${NOTICES[kind]}${when}${why}`;
}

function retractionOf({ entry, path }: Shown, siteUrl: string): DigestRetraction {
  const notice = entry.notices.find(({ kind }) => kind === 'retraction');
  const url = notice?.url ?? (notice?.doi ? studyUrl('doi', notice.doi) : null);
  const noticeUrl = absoluteUrl(url);
  return {
    title: titleOf(entry),
    url: new URL(path, siteUrl).href,
    details: notice ? `${noticeWords(notice)}.` : 'Retracted.',
    noticeUrl: noticeUrl !== null && noticeUrl.length <= MAX_URL ? noticeUrl : null,
  };
}

/** In the order of each group's best story. */
function groupsOf(stories: readonly DigestStory[]): Digest['groups'] {
  const groups = new Map<string | null, DigestStory[]>();
  for (const story of stories) groups.set(story.topic, [...(groups.get(story.topic) ?? []), story]);
  const rest = groups.get(null) ?? [];
  groups.delete(null);
  const named = [...groups].map(([heading, each]) => ({ heading: heading as string | null, stories: each }));
  if (rest.length === 0) return named;
  return [...named, { heading: named.length > 0 ? 'More news' : null, stories: rest }];
}

function preheaderOf(stories: readonly DigestStory[], retractions: readonly DigestRetraction[]): string {
  const titles = [
    ...retractions.map(({ title }) => `Retracted: ${title}`),
    ...stories.slice(1).map(({ title }) => title),
  ];
  return clip(titles.join(' · ') || (stories[0]?.summary ?? ''), 150);
}
