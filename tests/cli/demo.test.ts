import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

const demo = (...args: string[]) =>
  new Promise<{ code: number; stdout: string }>((resolve) => {
    execFile(process.execPath, [`${root}demo/run.mjs`, ...args], (error, stdout) =>
      resolve({ code: Number(error?.code ?? 0), stdout }),
    );
  });

test('the demo ends by itself and leaves one story of what three outlets told', {
  timeout: 60_000,
}, async () => {
  const { code, stdout } = await demo('--for', '16');
  expect(code).toBe(0);
  expect(stdout).toContain('The demo is over.');
  const feed = JSON.parse(await readFile(`${root}output/demo/feed.json`, 'utf8'));
  const kefir = feed.items.filter(({ title }: { title: string }) => /Fermented Milk|[Kk]efir/.test(title));
  expect(kefir).toHaveLength(1);
  expect(kefir[0]._mia.coverage.length).toBeGreaterThan(0);
});

test('the demo explains itself where it is called wrongly', async () => {
  expect(await demo('--for', 'ever')).toMatchObject({ code: 2 });
});
