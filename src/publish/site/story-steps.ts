import type { Story } from '../../core/story.ts';
import { type Build, hasPage, type SiteFile, type Step } from './build.ts';
import { fileOf } from './paths.ts';
import { redirectPage } from './redirect.tsx';
import { storyPage } from './story.tsx';

/** Stories rendered at a time. */
const BATCH = 100;

/** The pages of stories that changed; where everything is due, blocks make them. */
export function storySteps(build: Build): Step[] {
  const ids = [...(build.changes?.storyIds ?? [])];
  const steps: Step[] = [];
  for (let start = 0; start < ids.length; start += BATCH) {
    const some = ids.slice(start, start + BATCH);
    steps.push(async () => pagesOf(await build.store.stories(some), build));
  }
  return steps;
}

/** The pages of these stories, and for those merged into another what leads there from their old paths. */
export async function pagesOf(stories: readonly Story[], build: Build): Promise<SiteFile[]> {
  const current = stories.filter(({ mergedInto }) => mergedInto === null);
  const pages = (await build.load(current))
    .filter(hasPage)
    .map((entry) => ({ path: fileOf(entry.path), content: storyPage(entry, build.context) }));
  return [...pages, ...(await redirects(stories, build))];
}

async function redirects(stories: readonly Story[], { store, context }: Build): Promise<SiteFile[]> {
  const moves: { from: string; to: string }[] = [];
  for (const story of stories) {
    const end = await endOf(story, store);
    if (end !== story) moves.push({ from: story.path, to: end.path });
    else
      for (const { path } of await store.stories(story.aliases)) moves.push({ from: path, to: story.path });
  }
  return moves.flatMap(({ from, to }) => [
    { path: fileOf(from), content: redirectPage(to, context) },
    { path: `${from}redirect.json`, content: `${JSON.stringify({ to })}\n` },
  ]);
}

/** The story that a merged one is part of now. */
async function endOf(story: Story, store: Build['store']): Promise<Story> {
  let end = story;
  for (let hops = 0; end.mergedInto !== null && hops < 100; hops += 1) {
    const [next] = await store.stories([end.mergedInto]);
    if (!next) break;
    end = next;
  }
  return end;
}
