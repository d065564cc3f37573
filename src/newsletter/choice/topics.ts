import type { TopicLabels } from '../../publish/entry.ts';

/** The topics that a subscriber gets: those chosen and all below them in the tree. Null: every story. */
export function topicsWithin(chosen: readonly string[], tree: TopicLabels): ReadonlySet<string> | null {
  if (chosen.length === 0) return null;
  const wanted = new Set(chosen);
  for (const slug of tree.keys()) if (pathOf(slug, tree).some((above) => wanted.has(above))) wanted.add(slug);
  return wanted;
}

/**
 * The topic under whose heading a story stands in a mail: the one chosen that it belongs to, or without a choice the
 * broadest one of its first topic. Null: it has none.
 */
export function headingTopic(
  topics: readonly string[],
  chosen: readonly string[],
  tree: TopicLabels,
): string | null {
  if (chosen.length === 0) return topics[0] === undefined ? null : (pathOf(topics[0], tree).at(-1) ?? null);
  for (const slug of topics) {
    const above = pathOf(slug, tree).find((each) => chosen.includes(each));
    if (above !== undefined) return above;
  }
  return null;
}

/** The topic and those above it, up to the broadest. */
function pathOf(slug: string, tree: TopicLabels): string[] {
  const path = [slug];
  for (
    let parent = tree.get(slug)?.parent;
    parent && !path.includes(parent);
    parent = tree.get(parent)?.parent
  )
    path.push(parent);
  return path;
}
