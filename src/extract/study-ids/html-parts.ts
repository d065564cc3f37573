import { type QuoteType, Tokenizer } from 'htmlparser2';
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

/** Parts of an HTML page or fragment, or of a feed item. One pass over the tokens, no tree: linear however it nests. */
export function htmlParts(html: string): PageParts {
  const reader = new PartsReader(html);
  const tokenizer = new Tokenizer({ decodeEntities: true }, reader);
  tokenizer.write(html);
  tokenizer.end();
  return reader.finish();
}

const SILENT = new Set(['script', 'style', 'template', 'svg', 'math', 'select', 'object', 'xmp']);
const VOID = new Set(
  'area base br col embed hr img input link meta param source track wbr basefont frame keygen'.split(' '),
);
/** Elements within which a word goes on. */
const RUNNING = new Set(
  'b i em strong u mark font wbr small big abbr tt kbd code bdi bdo nobr hl'.split(' '),
);
const FOREIGN_ELEMENT = new Set(['nav', 'ref-list', 'ref']);
/** Page-wide classes say nothing of one part. */
const WHOLE_PAGE = new Set(['html', 'body', 'main', 'article']);
const MAYBE_HEADING = new Set('p div dt summary legend b strong caption header'.split(' '));
/** Elements of feed items that hold the item's own identifier. */
const STATED = new Set('dc:identifier prism:doi prism:url guid id doi pmid pmcid'.split(' '));
/** How far an end tag looks for its start tag. */
const MAX_REACH = 200;
const MAX_VALUE = 4000;

type Open = { name: string; silent: boolean; foreign: boolean; statedFrom: number };
type Section = { depth: number; level: number; kind: 'references' | 'related'; length: number };

class PartsReader {
  readonly html: string;
  readonly metas: PageMeta[] = [];
  readonly links: PageLink[] = [];
  readonly jsonLd: string[] = [];
  readonly stated: { name: string; content: string }[] = [];
  readonly own: string[] = [];
  readonly foreign: string[] = [];
  readonly stack: Open[] = [];
  silentDepth = 0;
  foreignDepth = 0;
  section: Section | null = null;
  /** Text since the last block boundary, as far as a heading is long. */
  line = '';
  /** Characters of text so far, white space around pieces left out. */
  length = 0;
  tag = '';
  attributes = new Map<string, string>();
  attribute = '';
  value = '';
  script = '';

  constructor(html: string) {
    this.html = html;
  }

  onopentagname(start: number, end: number): void {
    this.tag = this.html.slice(start, Math.min(end, start + 60)).toLowerCase();
    this.attributes = new Map();
  }
  onattribname(start: number, end: number): void {
    this.attribute = this.html.slice(start, Math.min(end, start + 60)).toLowerCase();
    this.value = '';
  }
  onattribdata(start: number, end: number): void {
    if (this.value.length < MAX_VALUE) this.value += this.html.slice(start, Math.min(end, start + MAX_VALUE));
  }
  onattribentity(codepoint: number): void {
    this.value += String.fromCodePoint(codepoint);
  }
  onattribend(_quote: QuoteType): void {
    if (!this.attributes.has(this.attribute)) this.attributes.set(this.attribute, this.value);
  }
  onopentagend(): void {
    this.open();
    if (VOID.has(this.tag)) return;
    const silent = SILENT.has(this.tag);
    const foreign = this.isForeign();
    if (silent) this.silentDepth += 1;
    if (foreign) this.foreignDepth += 1;
    this.script = '';
    const isLd = this.tag === 'script' && /ld\+json/i.test(this.attributes.get('type') ?? '');
    this.stack.push({
      name: isLd ? 'script ld' : this.tag,
      silent,
      foreign,
      statedFrom: STATED.has(this.tag) ? this.own.length : -1,
    });
  }
  onselfclosingtag(): void {
    this.open();
  }
  onclosetag(start: number, end: number): void {
    const name = this.html.slice(start, Math.min(end, start + 60)).toLowerCase();
    const matches = (open: Open): boolean =>
      open.name === name || (name === 'script' && open.name === 'script ld');
    let at = this.stack.length - 1;
    const lowest = Math.max(0, at - MAX_REACH);
    while (at >= lowest && !matches(this.stack[at] as Open)) at -= 1;
    if (at < lowest) return;
    this.headingEnds(name, at);
    while (this.stack.length > at) this.pop();
    if (!RUNNING.has(name)) this.break(name);
  }
  ontext(start: number, end: number): void {
    this.add(this.html.slice(start, end));
  }
  ontextentity(codepoint: number): void {
    this.add(String.fromCodePoint(codepoint));
  }
  oncdata(start: number, end: number, offset: number): void {
    this.add(this.html.slice(start, end - offset));
  }
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}

  finish(): PageParts {
    const { metas, links, jsonLd, stated } = this;
    return { metas, links, jsonLd, stated, text: this.own.join(''), referencesText: this.foreign.join('') };
  }

  open(): void {
    if (!RUNNING.has(this.tag)) this.break(this.tag);
    const get = (name: string): string | null => this.attributes.get(name) ?? null;
    const cites = this.cites();
    if (this.tag === 'meta') {
      const name = get('name') ?? get('property') ?? get('itemprop');
      const content = get('content');
      if (name && content) this.metas.push({ name: name.toLowerCase(), content });
    }
    const href = get('href') ?? get('rdf:resource');
    if (href && (this.tag === 'a' || this.tag === 'area' || this.tag === 'link'))
      this.links.push({ href, rel: get('rel')?.toLowerCase() ?? (this.tag === 'link' ? '' : null), cites });
    const doi = get('data-doi');
    if (doi && !cites) this.stated.push({ name: 'data-doi', content: doi });
  }

  isForeign(): boolean {
    if (FOREIGN_ELEMENT.has(this.tag)) return true;
    if (WHOLE_PAGE.has(this.tag)) return false;
    if (
      this.tag === 'li' &&
      /\b(?:citation|reference|ref|bib\w*)\b/i.test(this.attributes.get('class') ?? '')
    )
      return true;
    for (const name of ['class', 'id', 'role', 'epub:type', 'data-component', 'data-title', 'aria-label']) {
      const value = this.attributes.get(name);
      if (value && isForeignName(value)) return true;
    }
    return false;
  }

  cites(): boolean {
    return this.foreignDepth > 0 || this.section !== null || labelledLine(this.line) !== null;
  }

  add(text: string): void {
    if (this.silentDepth > 0) {
      if (this.stack.at(-1)?.name === 'script ld') this.script += text;
      return;
    }
    if (this.line.length < 100) this.line += text.slice(0, 100);
    (this.cites() ? this.foreign : this.own).push(text);
    this.length += text.trim().length;
  }

  break(name: string): void {
    if (this.silentDepth > 0) return;
    (this.cites() ? this.foreign : this.own).push('\n');
    if (name !== 'a') this.line = '';
  }

  pop(): void {
    const open = this.stack.pop();
    if (!open) return;
    if (open.silent) this.silentDepth -= 1;
    if (open.foreign) this.foreignDepth -= 1;
    if (open.name === 'script ld') this.jsonLd.push(this.script);
    if (open.statedFrom >= 0) {
      const content = this.own.slice(open.statedFrom).join('').trim();
      if (content.length < 500) this.stated.push({ name: open.name, content });
    }
    if (this.section && this.stack.length < this.section.depth) this.containerEnds(open.name);
  }

  /** A section ends with the element around its heading, unless that held the heading alone. */
  containerEnds(name: string): void {
    const section = this.section as Section;
    const held = this.length > section.length;
    const goesOn = !held || (section.kind === 'references' && name === 'p');
    if (goesOn && section.depth > 0) section.depth -= 1;
    else this.section = null;
  }

  headingEnds(name: string, depth: number): void {
    const isHeading = /^h[1-6]$/.test(name);
    if (!isHeading && !MAYBE_HEADING.has(name)) return;
    const line = this.line.trim();
    if (line === '' || this.silentDepth > 0) return;
    const kind = foreignSection(line);
    const level = isHeading ? Number(name.slice(1)) : 7;
    if (kind) {
      if (!this.section || level <= this.section.level)
        this.section = { depth, level, kind, length: this.length };
    } else if (this.section && (isHeading ? level <= this.section.level : endsForeignSection(line))) {
      this.section = null;
    }
  }
}
