// Commits one article, story and key after the other, and says each number once it is durable, until it is killed.
// node writer.mjs OPEN_JS DIR FIRST [COUNT]
import { writeSync } from 'node:fs';

const [module, dir, first, count = '1000000'] = process.argv.slice(2);
const { openStore } = await import(module);
const opened = await openStore(dir, {
  now: () => new Date('2026-08-01T12:00:00.000Z'),
  random: Math.random,
  limits: { checkpointRunning: 8000, checkpointClosing: 0, recentKeys: 1000, keyShare: 300 },
});
if (!opened.ok) {
  writeSync(1, `${opened.error.code}\n`);
  process.exit(3);
}
const store = opened.value;
writeSync(1, 'open\n');
for (let n = Number(first); n < Number(first) + Number(count); n++) {
  const id = `${n.toString(36)}-w`;
  const sample = {
    id,
    sourceIds: ['s'],
    topics: ['t'],
    articleIds: [id],
    mergedInto: null,
    seq: null,
    path: `stories/${id}/`,
  };
  await store.commit({
    articles: [{ id, keys: [`k:${n}`], text: 'x'.repeat(500) }],
    stories: [sample],
    keys: [[`k:${n}`, id]],
  });
  writeSync(1, `${n}\n`);
}
await store.close();
