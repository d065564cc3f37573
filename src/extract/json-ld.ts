import type { Element } from 'domhandler';
import { isText } from 'domhandler';

export type LdNode = { [key: string]: unknown };

const MAX_NODES = 3000;
const MAX_DEPTH = 12;

/** Every object of a page's JSON-LD scripts, in order, outer ones first; unreadable scripts are skipped. */
export function jsonLdNodes(scripts: readonly Element[]): LdNode[] {
  const found: LdNode[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH || found.length >= MAX_NODES || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) visit(item, depth + 1);
      return;
    }
    const node = value as LdNode;
    if (depth === 0 || node['@type'] || node['@graph'] || node['@id']) found.push(node);
    for (const part of Object.values(node)) visit(part, depth + 1);
  };
  for (const script of scripts) visit(parseLoosely(script), 0);
  return found;
}

/** The value of a property as plain texts: strings, numbers, or the `@value` and `name` of objects. */
export function ldTexts(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() ? [value] : [];
  if (typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.slice(0, 200).flatMap(ldTexts);
  if (typeof value !== 'object' || value === null) return [];
  const node = value as LdNode;
  return ldTexts(node['@value'] ?? node.name ?? node.url ?? node['@id']);
}

export const ldTypes = (node: LdNode): string[] =>
  ldTexts(node['@type']).map((type) => type.replace(/^.*[/:#]/, ''));

/** The object that a property holds or points to by `@id`. */
export function ldObjects(value: unknown, nodes: readonly LdNode[]): LdNode[] {
  return (Array.isArray(value) ? value.slice(0, 200) : [value]).flatMap((item) => {
    if (typeof item !== 'object' || item === null) return [];
    const node = item as LdNode;
    const id = node['@id'];
    const pointed =
      typeof id === 'string' && Object.keys(node).length <= 2
        ? nodes.find((other) => other['@id'] === id && Object.keys(other).length > 2)
        : undefined;
    return [pointed ?? node];
  });
}

function parseLoosely(script: Element): unknown {
  const raw = script.children.map((child) => (isText(child) ? child.data : '')).join('');
  const text = raw.replace(/^\s*(?:<!--|\/\*\s*<!\[CDATA\[\s*\*\/|\/\/\s*<!\[CDATA\[|<!\[CDATA\[)/, '');
  const json = text.replace(/(?:-->|\/\*\s*\]\]>\s*\*\/|\/\/\s*\]\]>|\]\]>)\s*$/, '').replace(/;\s*$/, '');
  for (const attempt of [
    json,
    json.replace(/[\u0000-\u001f]+/g, ' '),
    json
      .replace(/[\u0000-\u001f]+/g, ' ')
      .replace(/:\s*(?=[,}])/g, ': null')
      .replace(/,\s*([}\]])/g, '$1'),
  ]) {
    try {
      return JSON.parse(attempt);
    } catch {
      // The next attempt is more lenient.
    }
  }
  return null;
}
