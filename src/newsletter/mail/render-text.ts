import type { MailLinks } from '../links.ts';
import { MAIL } from '../words.ts';
import type { Digest, DigestRetraction, DigestStory } from './digest.ts';
import { COLUMNS, wrap } from './wrap.ts';

/** The plain-text part up to its foot: the same as the HTML says, written for a fixed width. */
export function renderText({ site, issue, retractions, lead, groups }: Digest): string {
  const blocks = [
    [wrap(site.title.toUpperCase()), wrap(issue), site.url].join('\n'),
    ...retractions.map(retractionText),
    ...(lead === null ? [] : [RULE, storyText(lead)]),
    ...groups.flatMap(({ heading, stories }) => [
      heading === null ? RULE : `${RULE}\n${wrap(heading.toUpperCase())}`,
      ...stories.map(storyText),
    ]),
  ];
  return `${blocks.join('\n\n')}\n\n`;
}

/** The foot, which is each subscriber's own. */
export function renderFoot(
  { why, postalAddress }: Digest,
  { preferences, unsubscribe }: Pick<MailLinks, 'preferences' | 'unsubscribe'>,
): string {
  const blocks = [
    `${RULE}\n${wrap(why)}`,
    `${MAIL.preferences}:\n${preferences}`,
    `${MAIL.unsubscribe}:\n${unsubscribe}`,
    wrap(MAIL.caveat),
    postalAddress.map((line) => wrap(line)).join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const RULE = '-'.repeat(COLUMNS);

function storyText(story: DigestStory): string {
  const { title, notices, summary, evidence, coverage, url, source, sourceUrl } = story;
  return [
    wrap(title),
    ...notices.map((notice) => wrap(`! ${notice}`)),
    ...(summary === null ? [] : ['', wrap(summary)]),
    '',
    ...(evidence === null ? [] : [wrap(evidence)]),
    wrap(coverage),
    url,
    ...(sourceUrl === null ? [] : [`${wrap(`${MAIL.readAt} ${source}:`)}\n${sourceUrl}`]),
  ].join('\n');
}

function retractionText({ title, details, url, noticeUrl }: DigestRetraction): string {
  return [
    wrap(MAIL.retracted.toUpperCase()),
    wrap(title),
    wrap(details),
    url,
    ...(noticeUrl === null ? [] : [`${MAIL.readNotice}:\n${noticeUrl}`]),
  ].join('\n');
}
