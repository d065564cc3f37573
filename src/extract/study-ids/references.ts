/** What a heading opens: a list of other people's works, or links to other pages. */
export type ForeignSection = 'references' | 'related';

const REFERENCES = new RegExp(
  `^(?:${[
    'references?(?: cited| list)?(?= *$)',
    '(?:full |selected |additional |key )?references(?: and (?:notes|links|further reading|resources))?',
    '(?:list of|literature) (?:references|cited)',
    'bibliograph(?:y|ie|ia)|bibliografía|bibliographie|bibliografia',
    '(?:works|literature|articles|papers|publications|studies|documents) cited|cited literature',
    'literature|literatur(?:verzeichnis|angaben)?|littérature|literatura|riferimenti(?: bibliografici)?|références?(?: bibliographiques)?',
    'referencias(?: bibliográficas)?|referências(?: bibliográficas)?|referenties|referenser|referenzen|参考文献|参考资料|文献',
    'citations|citing (?:articles|literature|papers|works)|cited by(?: \\d+.*)?|(?:articles )?citing this article|this article is cited by',
    'foot-?notes?|end-?notes?|notes and references|notes & references|references & notes',
    '(?:further|suggested|additional|recommended|background) reading|further references|reading list|previous (?:work|studies|publications)',
  ].join('|')})$`,
  'i',
);

const RELATED = new RegExp(
  `^(?:${[
    'related(?:[ -][a-z&]+){0,4}',
    '(?:similar|recommended|other|latest|more|popular|trending|top|featured|previous|recent|linked) (?:[a-z]+ )?(?:articles?|contents?|stor(?:y|ies)|links?|news|reads?|readings?|stud(?:y|ies)|papers?|posts?|topics?|coverage|research|publications?|works?)(?: (?:from|in|on|by|for) .{1,40})?',
    'recommended(?: for you)?|see also|see more|also see|external links|you (?:may|might) (?:also )?(?:like|be interested in|enjoy)(?: .{1,20})?',
    'read (?:more|next|also|on|this next)|also read|more (?:on|from|about|in) .{1,40}|more like this|explore (?:more|further)|most (?:read|viewed|popular|shared)',
    "don['’]t miss|what to read next|editors?['’]?s? (?:picks?|choice)|people also (?:read|like).*|readers also .*|others also read",
    'mehr zum thema|verwandte artikel|lesen sie auch|ähnliche artikel|weiterführende links|à lire aussi|lire aussi|articles (?:similaires|connexes|liés)|sur le même sujet',
    'artículos relacionados|noticias relacionadas|lea también|te puede interesar|artigos relacionados|leia também|leggi anche|articoli correlati|lees ook|gerelateerd|läs också|les også',
    '(?:also )?in this (?:issue|section|series)',
    'comments?(?: \\(\\d+\\))?|\\d+ comments?|leave a (?:reply|comment)',
  ].join('|')})$`,
  'i',
);

/** A heading that says the work reported on comes next. */
const OWN =
  /^(?:(?:journal|story|study|original|paper|article|primary|news) (?:references?|sources?|citations?|stud(?:y|ies)|papers?|articles?|publications?|details|information|paper)|sources?|doi|pmid|more information|publication(?: details)?|about (?:the|this) (?:study|paper|article|trial|journal)|the (?:study|paper)|trial registration|citation for this (?:article|paper)|how to cite.*|cite this.*)$/i;

const BACK_MATTER =
  /^(?:acknowledge?ments?|funding(?: (?:statement|information|sources))?|contacts?|media (?:contacts?|inquiries|enquiries)|press contacts?|notes (?:to|for) editors|disclosures?|conflicts? of interests?|competing interests?|data availability(?: statement)?|author (?:information|contributions)|authors?|about .{2,60}|disclaimer|ends|###?|abstract|introduction|background|methods|results|discussion|conclusions?|supplementary (?:material|information)|keywords)$/i;

/** A line's text as a heading would have it: without number, marks, colon and count. */
function headingText(line: string): string {
  return line
    .slice(0, 90)
    .replace(/^[\s#*=_\d.)\]•–—-]{1,10}/, '')
    .replace(/(?:\s*\(\d{1,4}\))?[\s:*=_.…›»>–—-]{0,8}$/, '')
    .replace(/\s+/g, ' ');
}

/** What the heading `line` opens; null for every other line. */
export function foreignSection(line: string): ForeignSection | null {
  if (line.length > 90 || line.trim() === '') return null;
  const heading = headingText(line);
  if (REFERENCES.test(heading) && !/^reference:?$/i.test(heading)) return 'references';
  return RELATED.test(heading) ? 'related' : null;
}

/** Whether a line in plain text ends a list of references before it. */
export function endsForeignSection(line: string): boolean {
  if (line.length > 90) return false;
  const heading = headingText(line);
  return OWN.test(heading) || BACK_MATTER.test(heading);
}

const FOREIGN_NAME =
  /(?:^|-)(?:references(?!-link)|reference-(?:list|item|section|group|entry|citations?)|reflist|ref-?list|refs|(?:bib|ref|cr|cit)-?\d+|bibliograph(?:y|ic)|bibl|biblio|doc-endnotes?|doc-biblioentry|citation-?list|citations|cited-?by|citedby|cited|foot-?notes?|end-?notes?|further-?reading|related|recommend\w*|see-?also|similar|you-?may|read-?next|read-?more|more-?(?:from|on|stories|news)|most-?(?:read|popular|viewed)|trending|also-?read|comments?|comment-?list|recirc\w*|promo|teasers?|outbrain|taboola|newsletter)(?=-|$|s-)/;
/** Parts of what FOREIGN_NAME finds: most names hold none. */
const FOREIGN_SIGN =
  /ref|bib|ci?t|note|further|relat|recom|see|similar|may|read|more|most|trend|comment|recirc|promo|teaser|outbrain|taboola|newsletter|cr/i;
const OWN_NAME =
  /journal-?references?|story-?source|related-?(?:identifiers?|publication|study|journal)|no-?related|has-/;

/** Whether names in `class`, `id` or `role` say that an element holds references, related links or comments. */
export function isForeignName(attribute: string): boolean {
  if (!FOREIGN_SIGN.test(attribute)) return false;
  for (const token of attribute.slice(0, 500).split(/\s+/)) {
    const name = token
      .replace(/([a-z])([A-Z])/g, '$1-$2')
      .replace(/[_:.]+/g, '-')
      .replace(/-{2,}/g, '-')
      .toLowerCase();
    if (FOREIGN_NAME.test(name) && !OWN_NAME.test(name)) return true;
  }
  return false;
}

/** Where a sentence turns into a list: "References 1. Smith J". */
const INLINE_LIST =
  /(?:^|[\s.>])(?:References|REFERENCES|Bibliography|Literature cited):?\s{1,3}(?:\[1\]|\(?1[.):\s])/;

export type Split = { text: string; references: string };

/** Plain text in two: what it says, and its reference list and related links. Line breaks stay. */
export function splitReferences(text: string): Split {
  const own: string[] = [];
  const foreign: string[] = [];
  let section: ForeignSection | null = null;
  for (const line of text.split('\n')) {
    const opens = foreignSection(line) ?? labelledLine(line);
    if (opens) section = opens;
    else if (section && endsForeignSection(line)) section = null;
    else if (
      section === 'related' &&
      line.trim() === '' &&
      foreign.at(-1)?.trim() !== '' &&
      !foreignSection(foreign.at(-1) ?? '')
    )
      section = null;
    const inline = section ? null : INLINE_LIST.exec(line);
    if (inline) {
      own.push(line.slice(0, inline.index));
      foreign.push(line.slice(inline.index));
      section = 'references';
    } else (section ? foreign : own).push(line);
    if (opens && section && labelledLine(line) === 'related' && !foreignSection(line)) section = null;
  }
  return { text: own.join('\n'), references: foreign.join('\n') };
}

/** "References: Smith J. doi:…", "Related: …": a label with its list on one line. */
export function labelledLine(line: string): ForeignSection | null {
  if (!line.includes(':')) return null;
  const label = /^\s{0,8}([A-Za-zÀ-ÿ][A-Za-zÀ-ÿ &-]{2,40}):\s/.exec(line.slice(0, 60))?.[1];
  return label ? foreignSection(label) : null;
}
