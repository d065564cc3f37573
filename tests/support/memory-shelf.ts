import type { Issue, IssueShelf } from '../../src/publish/site/issue.tsx';

/** Issues that are kept as JSON, as on the disk, for as long as the test lasts. */
export function memoryShelf(): IssueShelf {
  const kept = new Map<string, string>();
  return {
    all: async () => [...kept].sort().map(([, text]): Issue => JSON.parse(text)),
    keep: async (issues) => {
      for (const issue of issues) kept.set(issue.week, JSON.stringify(issue));
    },
  };
}
