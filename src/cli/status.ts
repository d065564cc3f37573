import { ok } from '../core/result.ts';
import type { FlaggedStory, StatusRow } from '../pipeline/status.ts';
import type { Command } from './command.ts';
import { relativeTime } from './relative-time.ts';
import { configOrProblems } from './session.ts';
import { renderTable } from './table.ts';
import { visible } from './visible.ts';
import { withStore } from './with-store.ts';

export const status: Command = {
  name: 'status',
  summary: 'how each source fares, and what to do about it',
  options: [],
  async run(session) {
    const config = await configOrProblems(session);
    if (config === null) return 2;
    const found = await withStore(config, session, 'read', async ({ store }) => {
      const { flaggedList, statusRows } = await import('../pipeline/status.ts');
      return ok({ sources: await statusRows(config, store, session.now), flagged: await flaggedList(store) });
    });
    if (!found.ok) {
      session.log.problem(found.error.message);
      return 1;
    }
    session.print(
      session.json
        ? `${JSON.stringify(found.value)}\n`
        : renderStatus(found.value.sources, found.value.flagged, session.now(), session.dataDir),
    );
    return 0;
  },
};

const HEAD = ['source', 'last visit', 'result', 'next visit', 'items', 'failures', 'what to do'];

export function renderStatus(
  rows: readonly StatusRow[],
  flagged: readonly FlaggedStory[],
  now: Date,
  dataDir: string,
): string {
  const table = renderTable(
    HEAD,
    rows.map((row) => [
      row.id,
      relativeTime(row.lastVisitAt, now),
      row.lastResult === 'failed' ? (row.error?.code ?? 'failed') : row.lastResult,
      nextVisit(row, now),
      row.items,
      row.failures,
      advice(row),
    ]),
  );
  const backup = `To back up, copy ${dataDir}/ while no refresh runs; to restore, put the copy back.`;
  return `${[table, ...pagesNotTaken(rows), ...flaggedStories(flagged), backup].join('\n\n')}\n`;
}

function advice({ enabled, todo, error }: StatusRow): string {
  if (!enabled) return 'It is switched off in sources.json.';
  return todo ?? (error ? `Nothing yet: ${error.message}` : '');
}

function pagesNotTaken(rows: readonly StatusRow[]): string[] {
  const lines = rows.flatMap(({ id, pages }) =>
    pages === null
      ? []
      : visible(`${id}: ${pages.notTaken} article pages not taken, the last because of: ${pages.reason}`),
  );
  return lines.length > 0 ? [lines.join('\n')] : [];
}

function flaggedStories(flagged: readonly FlaggedStory[]): string[] {
  const lines = flagged.map(({ title, url, notices }) =>
    visible(`${notices.map(({ kind }) => kind).join(', ')}: ${title}${url === null ? '' : ` <${url}>`}`),
  );
  return lines.length > 0 ? [`Stories with a notice:\n${lines.join('\n')}`] : [];
}

function nextVisit({ enabled, nextVisitAt, nextVisitReason }: StatusRow, now: Date): string {
  if (!enabled) return 'never';
  if (nextVisitAt === null) return nextVisitReason === 'gone' ? 'never' : 'next refresh';
  const when = Date.parse(nextVisitAt) <= now.getTime() ? 'next refresh' : relativeTime(nextVisitAt, now);
  return nextVisitReason === null || nextVisitReason === 'interval' ? when : `${when} (${nextVisitReason})`;
}
