import { join } from 'node:path';
import type { Clock } from '../core/instant.ts';
import type { Issue, IssueShelf } from '../publish/site/issue.tsx';
import { openTables } from '../store/lowdb/tables.ts';
import { StoreError } from '../store/store-error.ts';
import type { Tables } from '../store/tables.ts';

type IssueTables = { issues: Issue };

/**
 * Closed issues, kept in `issues/` of the data folder: what they said can't be made again from stories that change.
 * Opened only while it is used. Throws a StoreError where the disk fails; `onDamage` is told in a sentence what
 * could not be read.
 */
export function issueShelf(
  dataDir: string,
  { now, onDamage }: { now: Clock; onDamage(warning: string): void },
): IssueShelf {
  async function opened<R>(work: (tables: Tables<IssueTables>) => Promise<R>): Promise<R> {
    const tables = await openTables<IssueTables>(join(dataDir, 'issues'), { files: { issues: 1 }, now });
    if (!tables.ok) throw new StoreError(tables.error);
    try {
      return await work(tables.value);
    } finally {
      await tables.value.close();
      for (const warning of tables.value.warnings) onDamage(warning);
    }
  }

  return {
    all: () =>
      opened(async (tables) => {
        const issues: Issue[] = [];
        for await (const [, issue] of tables.all('issues')) issues.push(issue);
        return issues.sort((a, b) => (a.week < b.week ? -1 : 1));
      }),
    keep: (issues) =>
      opened((tables) =>
        tables.change((draft) => {
          for (const issue of issues) draft.put('issues', issue.week, issue);
        }),
      ),
  };
}
