import {
  ownStudyIds,
  type StudyIds,
  type StudyIdType,
  type StudyMention,
  type StudyRole,
} from '../core/study.ts';
import { htmlParts, type PageLink, type PageMeta, type PageParts } from './study-ids/html-parts.ts';
import { jsonLdTexts } from './study-ids/json-ld.ts';
import { splitReferences } from './study-ids/references.ts';
import { type Found, scan } from './study-ids/scan.ts';

export type StudyIdOptions = {
  /** Looked at when not given. */
  isHtml?: boolean;
  /** The page's own address, which may name the work. */
  url?: string | null;
};

export type StudyIdParts = Partial<PageParts> & { url?: string | null };

/** The identifiers of the study (or studies) that a text or page is, or is about. */
export function findStudyIds(textOrHtml: string, options: StudyIdOptions = {}): StudyIds {
  return ownStudyIds(findStudyMentions(textOrHtml, options));
}

/** Every study identifier of a text or page, each once, with the strongest role it has there. */
export function findStudyMentions(textOrHtml: string, options: StudyIdOptions = {}): StudyMention[] {
  const { isHtml = looksLikeHtml(textOrHtml), url = null } = options;
  if (isHtml) return mentionsFromParts({ ...htmlParts(textOrHtml), url });
  const { text, references } = splitReferences(textOrHtml);
  return mentionsFromParts({ text, referencesText: references, url });
}

/** The same for a page that somebody else has taken apart. */
export function mentionsFromParts(parts: StudyIdParts): StudyMention[] {
  const mentions: StudyMention[] = [];
  const add = (text: string | null | undefined, role: StudyRole, from: string): void => {
    for (const id of scan(text ?? '')) mentions.push(mention(id, role, from));
  };
  add(parts.url, 'is', 'url');
  for (const meta of parts.metas ?? []) add(...fromMeta(meta));
  for (const { name, content } of parts.stated ?? []) add(content, 'is', name);
  for (const block of parts.jsonLd ?? []) {
    for (const { text, role } of jsonLdTexts(block)) add(text, role, 'json-ld');
  }
  const links = (parts.links ?? []).map(fromLink);
  for (const [role, from] of [
    ['is', 'link[rel=canonical]'],
    ['about', 'link'],
    ['cites', 'references'],
  ] as const) {
    add(
      links
        .filter((link) => link?.role === role)
        .map((link) => `"${link?.href}"`)
        .join('\n'),
      role,
      from,
    );
  }
  add(parts.text, 'about', 'text');
  add(parts.referencesText, 'cites', 'references');
  return withoutCrowds(strongest(mentions));
}

/** What a feed says of one entry: the identifiers it states, its link, its title and its text. */
export function mentionsFromFeed(
  identifiers: readonly string[],
  url: string | null,
  title: string | null,
  html: string | null,
): StudyMention[] {
  const stated = identifiers.map((content) => ({ name: 'feed identifier', content: labelled(content) }));
  const parts = html && looksLikeHtml(html) ? htmlParts(html) : null;
  const plain = splitReferences(parts ? '' : (html ?? ''));
  return mentionsFromParts({
    url,
    stated: [...stated, ...(parts?.stated ?? [])],
    links: parts?.links ?? [],
    text: `${title ?? ''}\n\n${parts?.text ?? plain.text}`,
    referencesText: parts?.referencesText ?? plain.references,
  });
}

/** Tags, comments or a doctype; an address in angle brackets is none. */
function looksLikeHtml(text: string): boolean {
  return /<(?:!--|!doctype|\/?[a-z][\w-]*(?::[a-z][\w-]*)?(?:\s[^<>]{0,2000})?\/?>)/i.test(
    text.slice(0, 200_000),
  );
}

const mention = ({ type, value, version }: Found, role: StudyRole, from: string): StudyMention => ({
  type,
  value,
  role,
  version,
  from,
});

/** A DOI stated as such needs no further proof. */
const labelled = (content: string): string =>
  /^\s*10\.\d/.test(content) ? `doi:${content.trim()}` : content;

const OWN_META =
  /^(?:citation_(?:doi|pmid|pmcid|arxiv_id|id|identifier|abstract_html_url|public_url)|(?:bepress_|wkhealth_)?citation_doi|(?:dc|dcterms)[.:]identifier(?:[.:]\w+)?|prism[.:](?:doi|url)|doi|evt-doipage|publication_doi|article:doi|og:url|twitter:url|eprints\.(?:doi|id_number|pmid)|ncbi_(?:acc|uid)|pmid|pmcid)$/;
const CITES_META = /^(?:citation_reference|dc(?:terms)?[.:]references|citation_cited)/;
const TEXT_META =
  /^(?:(?:og:|twitter:|dc\.|dcterms\.|citation_)?(?:description|abstract)|citation_trial\w*|citation_clinical\w*)$/;
const NUMBER_LABEL: Record<string, string> = { pmid: 'PMID:', pmcid: 'PMCID:', arxiv_id: 'arXiv:' };

function fromMeta({ name, content }: PageMeta): [text: string | null, role: StudyRole, from: string] {
  const from = `meta[${name}]`;
  if (CITES_META.test(name)) return [content, 'cites', from];
  if (TEXT_META.test(name)) return [content, 'about', from];
  if (!OWN_META.test(name)) return [null, 'about', from];
  const register = /(?:^|_)(pmid|pmcid|arxiv_id)$/.exec(name)?.[1];
  return [`${register ? NUMBER_LABEL[register] : ''}${labelled(content)}`, 'is', from];
}

function fromLink({ href, rel, cites }: PageLink): { href: string; role: StudyRole } | null {
  if (/^\s*(?:#|mailto:|javascript:|tel:|data:)/i.test(href)) return null;
  if (rel && /stylesheet|icon|preload|prefetch|preconnect|manifest/.test(rel)) return null;
  if (rel && /\b(?:canonical|cite-as)\b/.test(rel)) return { href, role: 'is' };
  return { href, role: cites ? 'cites' : 'about' };
}

const STRENGTH: Record<StudyRole, number> = { is: 2, about: 1, cites: 0 };

function strongest(mentions: readonly StudyMention[]): StudyMention[] {
  const byId = new Map<string, StudyMention>();
  for (const each of mentions) {
    const key = `${each.type} ${each.value}`;
    const known = byId.get(key);
    if (!known || STRENGTH[each.role] > STRENGTH[known.role])
      byId.set(key, { ...each, version: each.version ?? known?.version ?? null });
    else known.version ??= each.version;
  }
  return [...byId.values()];
}

/** More works than this in running text are a bibliography without a heading. */
const MAX_ABOUT = 10;
/** On the page of a work itself, other works are its references, save for one or two in the text (a commentary's subject). */
const MAX_ABOUT_BESIDE_OWN = 2;

/** Mentions with those that are too many to be the subject turned into citations; parts of the work itself left out. */
function withoutCrowds(mentions: StudyMention[]): StudyMention[] {
  const own = mentions.filter(({ type, role }) => type === 'doi' && role === 'is').map(({ value }) => value);
  const isPart = (doi: string): boolean =>
    own.some((whole) => doi.startsWith(whole) && /^[/.&_]/.test(doi.slice(whole.length)));
  const whole = mentions.filter(({ type, role, value }) => type !== 'doi' || role === 'is' || !isPart(value));
  const counts = new Map<string, number>();
  for (const { type, role } of whole) if (role === 'about') counts.set(type, (counts.get(type) ?? 0) + 1);
  return whole.map((each) => {
    const besideOwn = own.length > 0 && PUBLICATIONS.has(each.type);
    const crowded = (counts.get(each.type) ?? 0) > (besideOwn ? MAX_ABOUT_BESIDE_OWN : MAX_ABOUT);
    const cited = crowded || (besideOwn && each.from === 'link');
    return each.role === 'about' && cited ? { ...each, role: 'cites' } : each;
  });
}

const PUBLICATIONS = new Set<StudyIdType>(['doi', 'pmid', 'pmcid', 'arxiv']);
