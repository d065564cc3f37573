import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Fault, Path } from './problem.ts';

export type Spot = { line: number; column: number };

/** Line and column, both from 1, of a place in JSON text; of the nearest thing around it where it is missing. */
export function placeFinder(text: string): (path: Path) => Spot {
  const tree = treeOf(text, []);
  const spotAt = spots(text);
  return (path) => {
    for (let length = path.length; tree && length > 0; length -= 1) {
      const node = findNodeAtLocation(tree, path.slice(0, length));
      if (node) return spotAt((node.parent?.type === 'property' ? node.parent : node).offset);
    }
    return spotAt(tree?.offset ?? 0);
  };
}

/** Keys that one object holds twice: JSON would silently take the last. */
export function repeatedKeys(text: string): Fault[] {
  const tree = treeOf(text, []);
  const faults: Fault[] = [];
  const look = (node: Node, path: Path): void => {
    const keys = new Set<unknown>();
    for (const [index, child] of node.children?.entries() ?? []) {
      if (child.type !== 'property') {
        look(child, [...path, index]);
        continue;
      }
      const [key, value] = child.children ?? [];
      const place = [...path, String(key?.value)];
      if (keys.has(key?.value))
        faults.push({ path: place, found: 'is there twice', allowed: 'remove one of the two' });
      keys.add(key?.value);
      if (value) look(value, place);
    }
  };
  if (tree) look(tree, []);
  return faults;
}

/** The first thing that keeps a text from being JSON, and what to do; where, as an offset. */
export function syntaxFault(text: string): { found: string; allowed: string; spot: Spot } {
  const errors: ParseError[] = [];
  treeOf(text, errors);
  const [first] = errors;
  const offset = Math.min(first?.offset ?? 0, text.trimEnd().length);
  const around = /^[^\s"{}[\],:]{1,20}|^[\s\S]/.exec(text.slice(offset))?.[0];
  return {
    found: `is not JSON at ${around === undefined ? 'its end' : JSON.stringify(around)}`,
    allowed:
      (first && ADVICE[printParseErrorCode(first.error)]) ??
      'check quotes, commas and brackets here and on the line before',
    spot: spots(text)(offset),
  };
}

const ADVICE: Record<string, string> = {
  CommaExpected: 'a comma is missing before this, or a quote or bracket on the line before',
  ColonExpected: 'a colon is missing between key and value',
  PropertyNameExpected: 'a key in double quotes must stand here: is there a comma too many?',
  ValueExpected: 'a value must stand here: is there a comma too many, or a quote missing?',
  CloseBraceExpected: 'a closing brace } is missing',
  CloseBracketExpected: 'a closing bracket ] is missing',
  InvalidCommentToken: 'JSON has no comments: remove it',
  InvalidSymbol: 'text stands in double quotes, and only true, false and null without',
  UnexpectedEndOfString: 'the closing quote is missing',
  InvalidEscapeCharacter: 'write a backslash as \\\\',
  EndOfFileExpected: 'nothing may follow the last closing brace',
};

function treeOf(text: string, errors: ParseError[]): Node | undefined {
  try {
    return parseTree(text, errors, {
      disallowComments: true,
      allowTrailingComma: false,
      allowEmptyContent: false,
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined; // nested deeper than the stack
    throw error;
  }
}

function spots(text: string): (offset: number) => Spot {
  return (offset) => {
    const before = text.slice(0, offset);
    const line = before.split('\n').length;
    return { line, column: offset - before.lastIndexOf('\n') };
  };
}
