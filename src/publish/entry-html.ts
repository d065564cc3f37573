import type { SafeHtml } from '../core/html.ts';
import type { Evidence, Notice, StudyDesign } from '../core/story.ts';
import type { FeedEntry } from './edition.ts';
import { join, link, tag, text } from './html.ts';
import { studyLinks, studyUrl } from './study-links.ts';

/** What a feed reader shows of an entry: notices, text, coverage, study, evidence, and the way to the source. */
export function entryHtml(entry: FeedEntry): SafeHtml {
  const html = join([
    ...entry.notices.map(noticeHtml),
    entry.contentHtml ?? paragraph(entry.summary),
    linkList('Also covered by', entry.coverage),
    studyHtml(entry),
    evidenceHtml(entry.evidence),
    linkList('Related', entry.related),
    licenseHtml(entry),
    entry.url === null ? NOTHING : tag('p', link(entry.url, `Read at ${entry.source.name}`)),
  ]);
  return html === '' ? tag('p', text(entry.title)) : html;
}

/** The labels of an evidence in words: `randomised trial, in people, 162 newborns, peer-reviewed`. */
export function evidenceWords(evidence: Evidence): string[] {
  const { design, subjects, sample, status } = evidence;
  return [
    design && designWords(design),
    subjects && design !== 'animal' && design !== 'in vitro' ? `in ${subjects}` : null,
    sample && `${sample.size.toLocaleString('en')} ${sample.unit}`,
    status,
  ].filter((label) => label !== null);
}

export const designWords = (design: StudyDesign): string => (design === 'animal' ? 'animal study' : design);

const NOTHING = text('');

const paragraph = (content: string | null): SafeHtml =>
  content === null ? NOTHING : tag('p', text(content));

const NOTICES: Record<Notice['kind'], string> = {
  retraction: 'Retracted',
  'expression of concern': 'Expression of concern',
  correction: 'Corrected',
};

function noticeHtml(notice: Notice): SafeHtml {
  const date = notice.date === null ? '' : ` (${notice.date.slice(0, 10)})`;
  const reason = notice.reason === null ? '' : `: ${notice.reason}`;
  const url = notice.url ?? (notice.doi === null ? null : studyUrl('doi', notice.doi));
  const source = url === null ? NOTHING : join([text(' '), link(url, 'Read the notice')]);
  return tag('p', tag('strong', text(`${NOTICES[notice.kind]}${date}`)), text(`${reason}.`), source);
}

function linkList(
  heading: string,
  links: readonly { title: string; url: string; source?: string }[],
): SafeHtml {
  if (links.length === 0) return NOTHING;
  const items = links.map(({ title, url, source }) =>
    tag('li', link(url, title), text(source === undefined ? '' : ` (${source})`)),
  );
  return join([tag('p', text(`${heading}:`)), tag('ul', ...items)]);
}

function studyHtml({ studyIds, journal }: FeedEntry): SafeHtml {
  const links = studyLinks(studyIds).map(({ url, label }) => (url === null ? text(label) : link(url, label)));
  const parts = journal === null ? links : [tag('em', text(journal)), ...links];
  return parts.length === 0 ? NOTHING : tag('p', text('Study: '), join(parts, ', '));
}

function evidenceHtml(evidence: Evidence | null): SafeHtml {
  const labels = evidence === null ? [] : evidenceWords(evidence);
  if (labels.length === 0) return NOTHING;
  return tag('p', text(`Evidence, labelled automatically: ${labels.join(', ')}.`));
}

function licenseHtml({ contentHtml, license, source }: FeedEntry): SafeHtml {
  if (contentHtml === null || license === null) return NOTHING;
  const name = /^https?:/i.test(license) ? link(license, license) : text(license);
  return tag('p', tag('small', text(`Text by ${source.name}, license: `), name));
}
