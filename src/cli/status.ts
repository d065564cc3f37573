import { ok } from '../core/result.ts';
import type { StatusRow } from '../pipeline/status.ts';
import type { Command } from './command.ts';
import { relativeTime } from './relative-time.ts';
import { configOrProblems } from './session.ts';
import { renderTable } from './table.ts';
import { withStore } from './with-store.ts';

export const status: Command = {
  name: 'status',
  summary: 'how each source fares, and what to do about it',
  options: [],
  async run(session) {
    const config = await configOrProblems(session);
    if (config === null) return 2;
    const rows = await withStore(config, session, 'read', async ({ store }) => {
      const { statusRows } = await import('../pipeline/status.ts');
      return ok(await statusRows(config, store));
    });
    if (!rows.ok) {
      session.log.problem(rows.error.message);
      return 1;
    }
    session.print(
      session.json
        ? `${JSON.stringify({ sources: rows.value })}\n`
        : renderStatus(rows.value, session.now(), session.dataDir),
    );
    return 0;
  },
};

const HEAD = ['source', 'last visit', 'result', 'next visit', 'items', 'failures', 'what to do'];

export function renderStatus(rows: readonly StatusRow[], now: Date, dataDir: string): string {
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
  return `${table}\n\nTo back up, copy ${dataDir}/ while no refresh runs; to restore, put the copy back.\n`;
}

function advice({ enabled, todo, error }: StatusRow): string {
  if (!enabled) return 'It is switched off in sources.json.';
  return todo ?? (error ? `Nothing yet: ${error.message}` : '');
}

function nextVisit({ enabled, lastVisitAt, nextVisitAt, nextVisitReason }: StatusRow, now: Date): string {
  if (!enabled) return 'never';
  if (lastVisitAt === null) return 'next refresh';
  if (nextVisitAt === null) return nextVisitReason === 'gone' ? 'never' : 'next refresh';
  const when = Date.parse(nextVisitAt) <= now.getTime() ? 'next refresh' : relativeTime(nextVisitAt, now);
  return nextVisitReason === null || nextVisitReason === 'interval' ? when : `${when} (${nextVisitReason})`;
}
