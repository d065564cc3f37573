import type { StudyRole } from '../../core/study.ts';

const OWN_KEYS = ['@id', 'identifier', 'sameAs', 'url', 'mainEntityOfPage', 'doi', 'value', 'propertyID'];
const ABOUT_KEYS = ['isBasedOn', 'isBasedOnUrl', 'about', 'subjectOf', 'mainEntity'];
const SCHOLARLY = /scholarly|MedicalStudy|Trial|Thesis|Chapter|Dataset/i;
const ARTICLE = /article|posting|report|webpage|MedicalStudy|Trial/i;
const MAX_NODES = 2000;

/** Texts of a JSON-LD block that may hold identifiers, with the role of the work they name. Unreadable: none. */
export function jsonLdTexts(source: string): { text: string; role: StudyRole }[] {
  let nodes: unknown[];
  try {
    nodes = [JSON.parse(source)].flat(3);
  } catch {
    return [];
  }
  const found: { text: string; role: StudyRole }[] = [];
  for (const node of nodes.flatMap(graph).slice(0, 50)) {
    if (!isRecord(node) || !ARTICLE.test(String(node['@type']))) continue;
    const add = (keys: string[], role: StudyRole): void => {
      for (const key of keys) for (const text of strings(node[key])) found.push({ text, role });
    };
    add(OWN_KEYS, 'is');
    add(ABOUT_KEYS, 'about');
    add(['citation'], SCHOLARLY.test(String(node['@type'])) ? 'cites' : 'about');
  }
  return found;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function graph(node: unknown): unknown[] {
  return isRecord(node) && Array.isArray(node['@graph']) ? node['@graph'] : [node];
}

/** Strings of a value, its own and those of the keys that name a work, some levels down. */
function strings(value: unknown): string[] {
  const found: string[] = [];
  const queue: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  for (let visited = 0; queue.length > 0 && visited < MAX_NODES; visited += 1) {
    const next = queue.shift();
    if (typeof next?.value === 'string') found.push(next.value.slice(0, 2000));
    if (!next || typeof next.value !== 'object' || next.value === null || next.depth > 3) continue;
    const inner = Array.isArray(next.value)
      ? next.value.slice(0, MAX_NODES)
      : OWN_KEYS.map((key) => (next.value as Record<string, unknown>)[key]);
    for (const each of inner) queue.push({ value: each, depth: next.depth + 1 });
  }
  return found;
}
