import { readFile } from 'node:fs/promises';

/** What topics are called and where they stand in the tree, by slug: a small part of `loadTopics()`, and quick. */
export async function loadTopicLabels(): Promise<Map<string, { label: string; parent: string | null }>> {
  const text = await readFile(new URL('./data/topics.json', import.meta.url), 'utf8');
  const { topics }: { topics: { slug: string; label: string; parent: string | null }[] } = JSON.parse(text);
  return new Map(topics.map(({ slug, label, parent }) => [slug, { label, parent }]));
}
