import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

/**
 * What a reader of this HTML would see, as plain text: entities decoded, a blank line between paragraphs,
 * a line break after lesser blocks, no scripts, styles or forms' choices. Takes time in proportion to its length.
 */
export function htmlToText(html: string): string {
  if (!/[<&]/.test(html)) return tidyLines(html);
  const text = new TextBuilder();
  const tokenizer = new Tokenizer({}, callbacks(html, text));
  tokenizer.write(html);
  tokenizer.end();
  return tidyLines(text.toString());
}

/** Marks that tidyLines() turns into breaks; private use, so that line breaks of the source stay mere spaces. */
const LINE = '\ue000';
const PARAGRAPH = '\ue001';

class TextBuilder {
  readonly #parts: string[] = [];
  /** The element whose content is being dropped, and how deep in elements of its name we are. */
  #dropping: { tag: string; depth: number } | null = null;

  text(text: string): void {
    if (!this.#dropping) this.#parts.push(text.replace(/[\ue000\ue001]/g, ' '));
  }

  open(tag: string): void {
    if (this.#dropping) {
      if (this.#dropping.tag === tag) this.#dropping.depth += 1;
    } else if (DROPPED.has(tag)) {
      this.#dropping = { tag, depth: 1 };
    } else {
      this.#separate(tag);
    }
  }

  close(tag: string): void {
    if (!this.#dropping) {
      this.#separate(tag);
    } else if (this.#dropping.tag === tag) {
      this.#dropping.depth -= 1;
      if (this.#dropping.depth === 0) this.#dropping = null;
    }
  }

  toString(): string {
    return this.#parts.join('');
  }

  #separate(tag: string): void {
    if (PARAGRAPHS.has(tag)) this.#parts.push(PARAGRAPH);
    else if (LINES.has(tag)) this.#parts.push(LINE);
    else if (CELLS.has(tag)) this.#parts.push(' ');
  }
}

function callbacks(html: string, text: TextBuilder): TokenizerCallbacks {
  const nothing = (): void => {};
  let tag = '';
  return {
    ontext: (start, end) => text.text(html.slice(start, end)),
    ontextentity: (codePoint) => text.text(String.fromCodePoint(codePoint)),
    oncdata: (start, end, offset) => text.text(html.slice(start, end - offset)),
    onopentagname: (start, end) => {
      tag = html.slice(start, end).toLowerCase();
      text.open(tag);
    },
    onselfclosingtag: () => {
      if (SELF_CLOSING.has(tag)) text.close(tag);
    },
    onclosetag: (start, end) => text.close(html.slice(start, end).toLowerCase()),
    onopentagend: nothing,
    onattribdata: nothing,
    onattribentity: nothing,
    onattribend: nothing,
    onattribname: nothing,
    oncomment: nothing,
    ondeclaration: nothing,
    onprocessinginstruction: nothing,
    onend: nothing,
  };
}

function tidyLines(text: string): string {
  return text
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/ ?[\ue000\ue001][\ue000\ue001 ]*/g, (breaks) => (breaks.includes(PARAGRAPH) ? '\n\n' : '\n'))
    .trim();
}

const DROPPED = new Set(
  'script style template noscript svg iframe object select textarea button audio video canvas title annotation annotation-xml'.split(
    ' ',
  ),
);
/** Foreign elements, for which `<svg/>` means what it says. */
const SELF_CLOSING = new Set(['svg', 'annotation', 'annotation-xml']);
const PARAGRAPHS = new Set(
  'p h1 h2 h3 h4 h5 h6 blockquote ul ol dl table figure pre section article hr'.split(' '),
);
const LINES = new Set(
  'br div li dt dd tr caption figcaption address header footer aside main nav form fieldset details summary'.split(
    ' ',
  ),
);
const CELLS = new Set(['td', 'th']);
