import { OUR_LANGUAGE } from '../../core/language.ts';
import { withoutTracking } from '../../core/link-key.ts';
import type { Notice } from '../../core/story.ts';
import { absoluteUrl } from '../../core/url.ts';
import type { FeedEntry } from '../../publish/edition.ts';
import { evidenceWords } from '../../publish/entry-html.ts';
import { studyUrl } from '../../publish/study-links.ts';
import { LOCALE, MAIL } from '../words.ts';
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
  /** Null: that of our own words. */
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
  site: { title: string; url: string; language: string };
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
  { site: { title, url, language }, issue, postalAddress }: DigestFrame,
): Digest {
  const site = { title: plainLine(title), url, language };
  const shown = stories.map((each) => storyOf(each, site));
  const told = retractions.map((each) => retractionOf(each, site.url));
  const [lead = null, ...others] = shown;
  return {
    subject: lead?.title ?? MAIL.retractedTitle(told[0]?.title ?? ''),
    preheader: preheaderOf(shown, told),
    site,
    issue,
    retractions: told,
    lead,
    groups: groupsOf(others),
    why: MAIL.why(site.title, new URL(url).host),
    postalAddress: postalAddress.split(/\r?\n/).map(plainLine).filter(Boolean),
  };
}

/** Every story of a mail, in the order in which it shows them. */
export const storiesOf = ({ lead, groups }: Digest): DigestStory[] => [
  ...(lead === null ? [] : [lead]),
  ...groups.flatMap(({ stories }) => stories),
];

function storyOf({ entry, path, topic }: Shown, site: Digest['site']): DigestStory {
  const labels = entry.evidence === null ? [] : evidenceWords(entry.evidence);
  const sourceUrl = linkTo(entry.url);
  const language = entry.language ?? site.language;
  const source = clip(plainLine(entry.source.name), 60);
  return {
    url: new URL(path, site.url).href,
    title: titleOf(entry),
    summary: entry.summary === null ? null : clip(endingOf(plainLine(entry.summary)), MAX_SUMMARY) || null,
    evidence: labels.length === 0 ? null : MAIL.evidence(clip(plainLine(labels.join(' · ')), 150)),
    coverage: coverageOf(entry, source),
    source,
    sourceUrl,
    language: language === OUR_LANGUAGE ? null : language,
    notices: entry.notices.map(noticeWords),
    topic: topic === null ? null : clip(plainLine(topic), 60) || null,
  };
}

/** `[…]` and `(...)`, by which programs say that they cut a text, as people write it. */
const endingOf = (text: string): string => text.replace(/\s*(?:\[(?:…|\.{3})\]|\((?:…|\.{3})\))$/, '…');

/** More than 60 words take, in most languages. */
const MAX_SUMMARY = 500;
const MAX_TITLE = 200;
const MAX_URL = 1000;

/** Somebody else's page, which isn't told where its reader comes from. */
function linkTo(url: string | null): string | null {
  const absolute = absoluteUrl(url);
  if (absolute === null) return null;
  const plain = withoutTracking(absolute);
  return plain.length <= MAX_URL ? plain : null;
}

const titleOf = ({ title, source }: FeedEntry): string =>
  clip(plainLine(title), MAX_TITLE) || MAIL.untitled(clip(plainLine(source.name), 60));

function coverageOf({ published, coverage }: FeedEntry, source: string): string {
  const others = [...new Set(coverage.map((each) => clip(plainLine(each.source), 40)))].filter(
    (name) => name !== '' && name !== source,
  );
  if (others.length === 0) return shortDay(published);
  const more = others.length > 3 ? [MAIL.others(others.length - 2)] : [];
  const names = [...others.slice(0, more.length > 0 ? 2 : 3), ...more];
  return `${shortDay(published)} · ${MAIL.coveredBy(new Intl.ListFormat(LOCALE).format(names))}`;
}

const noticeWords = ({ kind, date, reason }: Notice): string =>
  MAIL.notice(kind, date === null ? null : day(date), reason === null ? null : clip(plainLine(reason), 200));

function retractionOf({ entry, path }: Shown, siteUrl: string): DigestRetraction {
  const notice = entry.notices.find(({ kind }) => kind === 'retraction');
  const url = notice?.url ?? (notice?.doi ? studyUrl('doi', notice.doi) : null);
  return {
    title: titleOf(entry),
    url: new URL(path, siteUrl).href,
    details: notice ? `${noticeWords(notice)}.` : `${MAIL.notice('retraction', null, null)}.`,
    noticeUrl: linkTo(url),
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
  return [...named, { heading: named.length > 0 ? MAIL.more : null, stories: rest }];
}

function preheaderOf(stories: readonly DigestStory[], retractions: readonly DigestRetraction[]): string {
  const titles = [
    ...retractions.map(({ title }) => MAIL.retractedTitle(title)),
    ...stories.slice(1).map(({ title }) => title),
  ];
  return clip(titles.join(' · ') || (stories[0]?.summary ?? ''), 150);
}
