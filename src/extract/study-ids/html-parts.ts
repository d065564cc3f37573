import { type Document, type Element, isTag, isText, type ParentNode } from 'domhandler';
import { parseHtml } from '../parse-html.ts';
import { endsForeignSection, foreignSection, isForeignName, labelledLine } from './references.ts';

export type PageMeta = { name: string; content: string };
export type PageLink = { href: string; rel: string | null; cites: boolean };

/** What of a page can name a study. */
export type PageParts = {
  metas: PageMeta[];
  links: PageLink[];
  /** Contents of JSON-LD scripts. */
  jsonLd: string[];
  /** Identifiers that markup states: feed elements such as `dc:identifier`, and `data-doi`. */
  stated: { name: string; content: string }[];
  text: string;
  /** The text of reference lists, related links and comments. */
  referencesText: string;
};

/** Parts of an HTML page or fragment, or of a feed item. */
export function htmlParts(html: string): PageParts {
  return treeParts(parseHtml(html, { recognizeCDATA: true, recognizeSelfClosing: true }));
}

/** Parts of a page that has been parsed. */
export function treeParts(root: Document): PageParts {
  const reader = new PartsReader();
  reader.read(root);
  return reader.finish();
}

const SILENT = new Set(['script', 'style', 'template', 'svg', 'math', 'select', 'object', 'xmp']);
/** Elements within which a word goes on. */
const RUNNING = new Set(
  'b i em strong u mark font wbr small big abbr tt kbd code bdi bdo nobr hl'.split(' '),
);
const FOREIGN_ELEMENT = new Set(['nav', 'ref-list', 'ref']);
/** Page-wide classes say nothing of one part. */
const WHOLE_PAGE = new Set(['html', 'body', 'main', 'article']);
const HEADING = new Set('h1 h2 h3 h4 h5 h6'.split(' '));
const MAYBE_HEADING = new Set('p div dt summary legend b strong caption header'.split(' '));
const NAMING = new Set(['class', 'id', 'role', 'epub:type', 'data-component', 'data-title', 'aria-label']);
/** Elements of feed items that hold the item's own identifier. */
const STATED = new Set('dc:identifier prism:doi prism:url guid id doi pmid pmcid'.split(' '));
const MAX_VALUE = 4000;

type Section = { depth: number; level: number; kind: 'references' | 'related'; length: number };

class PartsReader {
  readonly metas: PageMeta[] = [];
  readonly links: PageLink[] = [];
  readonly jsonLd: string[] = [];
  readonly stated: { name: string; content: string }[] = [];
  readonly own: string[] = [];
  readonly foreign: string[] = [];
  /** Names that say "not of this work": most of a page's are repeated. */
  readonly foreignNames = new Map<string, boolean>();
  depth = 0;
  foreignDepth = 0;
  section: Section | null = null;
  /** Text since the last block boundary, as far as a heading is long. */
  line = '';
  /** Whether `line` is labelled as a list of other works; null where not yet looked at. */
  labelled: boolean | null = false;
  /** Characters of text so far, white space around pieces left out. */
  length = 0;

  finish(): PageParts {
    const { metas, links, jsonLd, stated } = this;
    return { metas, links, jsonLd, stated, text: this.own.join(''), referencesText: this.foreign.join('') };
  }

  read(parent: ParentNode): void {
    for (const child of parent.children) {
      if (isText(child)) this.add(child.data);
      else if (isTag(child)) this.element(child);
      else if ('children' in child) this.read(child);
    }
  }

  element(element: Element): void {
    const { name } = element;
    this.open(element);
    if (SILENT.has(name)) {
      if (name === 'script') this.script(element);
      this.breakAt(name);
      return;
    }
    const foreign = this.isForeign(element);
    const statedFrom = STATED.has(name) ? this.own.length : -1;
    if (foreign) this.foreignDepth += 1;
    this.depth += 1;
    this.read(element);
    this.headingEnds(name);
    this.depth -= 1;
    if (foreign) this.foreignDepth -= 1;
    if (statedFrom >= 0) this.state(name, statedFrom);
    if (this.section && this.depth < this.section.depth) this.containerEnds(name);
    this.breakAt(name);
  }

  open({ name, attribs }: Element): void {
    this.breakAt(name);
    if (name === 'meta') {
      const given = attribs.name ?? attribs.property ?? attribs.itemprop;
      if (given && attribs.content)
        this.metas.push({ name: given.toLowerCase(), content: attribs.content.slice(0, MAX_VALUE) });
    } else if (name === 'a' || name === 'area' || name === 'link') {
      const href = (attribs.href ?? attribs['rdf:resource'])?.slice(0, MAX_VALUE);
      const rel = attribs.rel?.toLowerCase() ?? (name === 'link' ? '' : null);
      if (href) this.links.push({ href, rel, cites: this.cites() });
    }
    const doi = attribs['data-doi'];
    if (doi && !this.cites()) this.stated.push({ name: 'data-doi', content: doi.slice(0, MAX_VALUE) });
  }

  script({ attribs, children }: Element): void {
    if (/ld\+json/i.test(attribs.type ?? ''))
      this.jsonLd.push(children.map((child) => (isText(child) ? child.data : '')).join(''));
  }

  isForeign({ name, attribs }: Element): boolean {
    if (FOREIGN_ELEMENT.has(name)) return true;
    if (WHOLE_PAGE.has(name)) return false;
    if (name === 'li' && /\b(?:citation|reference|ref|bib\w*)\b/i.test(attribs.class ?? '')) return true;
    for (const key in attribs) {
      const value = attribs[key];
      if (value && NAMING.has(key) && this.isForeignNamed(value)) return true;
    }
    return false;
  }

  isForeignNamed(value: string): boolean {
    let foreign = this.foreignNames.get(value);
    if (foreign === undefined) {
      foreign = isForeignName(value);
      this.foreignNames.set(value, foreign);
    }
    return foreign;
  }

  cites(): boolean {
    if (this.foreignDepth > 0 || this.section !== null) return true;
    this.labelled ??= labelledLine(this.line) !== null;
    return this.labelled;
  }

  add(text: string): void {
    if (this.line.length < 100) {
      this.line += text.slice(0, 100);
      this.labelled = null;
    }
    (this.cites() ? this.foreign : this.own).push(text);
    this.length += text.trim().length;
  }

  breakAt(name: string): void {
    if (RUNNING.has(name)) return;
    const parts = this.cites() ? this.foreign : this.own;
    if (parts.at(-1) !== '\n') parts.push('\n');
    if (name === 'a') return;
    this.line = '';
    this.labelled = false;
  }

  state(name: string, from: number): void {
    const content = this.own.slice(from).join('').trim();
    if (content.length < 500) this.stated.push({ name, content });
  }

  /** A section ends with the element around its heading, unless that held the heading alone. */
  containerEnds(name: string): void {
    const section = this.section as Section;
    const held = this.length > section.length;
    const goesOn = !held || (section.kind === 'references' && name === 'p');
    if (goesOn && section.depth > 0) section.depth -= 1;
    else this.section = null;
  }

  headingEnds(name: string): void {
    const isHeading = HEADING.has(name);
    if (!isHeading && !MAYBE_HEADING.has(name)) return;
    const line = this.line.trim();
    if (line === '') return;
    const kind = foreignSection(line);
    const level = isHeading ? Number(name.slice(1)) : 7;
    if (kind) {
      if (!this.section || level <= this.section.level)
        this.section = { depth: this.depth - 1, level, kind, length: this.length };
    } else if (this.section && (isHeading ? level <= this.section.level : endsForeignSection(line))) {
      this.section = null;
    }
  }
}
