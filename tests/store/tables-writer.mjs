// Counts up in tables, and says each number once it is durable, until it is killed.
// node tables-writer.mjs OPEN_JS DIR NAME
import { writeSync } from 'node:fs';

const [module, dir, name] = process.argv.slice(2);
const { openTables } = await import(new URL('./tables.js', module).href);
const opened = await openTables(dir, {
  files: { counters: 2, log: 4 },
  now: () => new Date('2026-08-01T12:00:00.000Z'),
  checkpointAt: 6000,
});
if (!opened.ok) throw new Error(opened.error.message);
const tables = opened.value;
for (;;) {
  const n = await tables.change(async (draft) => {
    const next = ((await draft.get('counters', name))?.n ?? 0) + 1;
    const all = ((await draft.get('counters', 'all'))?.n ?? 0) + 1;
    draft.put('counters', name, { n: next });
    draft.put('counters', 'all', { n: all });
    draft.put('log', `${name}/${next}`, { text: 'x'.repeat(100) });
    return next;
  });
  writeSync(1, `${n}\n`);
}
