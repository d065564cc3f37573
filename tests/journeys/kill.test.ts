import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readChain } from '../support/feed-chain.ts';
import { startOrigin } from '../support/origin.ts';
import { configFor, workplace } from '../support/workplace.ts';

const SOURCES = 12;
const KILLS = 50;
const SITE = 'https://feed.example.org/';
const start = Date.parse('2026-03-01T00:00:00Z');

/** A feed that grows by one item each time that the world moves on, and lists all of them: what is missing in the end, we lost. */
function growingFeed(source: number, items: number): string {
  const numbers = Array.from({ length: items }, (_, n) => items - n);
  const entries = numbers.map(
    (n) =>
      `<item><guid isPermaLink="false">s${source}-${n}</guid><link>http://s${source}.example.org/${n}</link><title>${titleOf(source, n)}</title>` +
      `<pubDate>${new Date(start + n * 3_600_000).toUTCString()}</pubDate><description>${textOf(source, n)}</description></item>`,
  );
  return `<rss version="2.0"><channel><title>S${source}</title><link>http://s${source}.example.org/</link><description>d</description>${entries.join('')}</channel></rss>`;
}

/** Words that no two items share, so that each is a story of its own. */
const nonce = (source: number, n: number, k: number) =>
  Math.abs(Math.imul(source * 7919 + n * 104_729 + k * 1_299_709, 2_654_435_761))
    .toString(36)
    .replace(/\d/g, 'q');
const titleOf = (source: number, n: number) =>
  `Report ${source}-${n} ${nonce(source, n, 1)} ${nonce(source, n, 2)}`;
const textOf = (source: number, n: number) =>
  Array.from({ length: 12 }, (_, k) => nonce(source, n, k + 3)).join(' ');

it(`loses nothing and shows nothing twice when it is killed at ${KILLS} random moments`, {
  timeout: 180_000,
}, async () => {
  let items = 1;
  const origins = await Promise.all(
    Array.from({ length: SOURCES }, (_, source) =>
      startOrigin((_request, response) => void response.end(growingFeed(source, items))),
    ),
  );
  const place = await workplace({ built: true });
  try {
    const sources = origins.map(({ url }, n) => ({ id: `s${n}`, url: `${url}/feed` }));
    await place.configure(configFor(sources, { feed: { items: 40 } }));
    const nowOf = (round: number) => new Date(start + round * 2 * 3_600_000).toISOString();
    const published = new Map<string, string>();
    const note = async () => {
      for (const { id, title } of await readChain(place.output, SITE)) published.set(id, title);
    };

    await place.refresh(nowOf(1));
    await note();
    const whole = Date.now();
    await place.refresh(nowOf(2));
    const duration = Date.now() - whole;
    for (let kill = 1; kill <= KILLS; kill += 1) {
      if (kill % 3 === 0) items += 1;
      const child = spawnRefresh(place.dir, nowOf(2 + kill));
      await Promise.race([child.ended, sleep(Math.random() * duration * 1.1)]);
      child.kill();
      await child.ended;
      await note();
    }
    const report = await place.refresh(nowOf(KILLS + 10));
    expect(report.sources.filter(({ status }) => status === 'failed')).toEqual([]);

    const chain = await readChain(place.output, SITE);
    const wanted = sources.flatMap((_, source) =>
      Array.from({ length: items }, (_, n) => titleOf(source, n + 1)),
    );
    expect(chain.map(({ title }) => title).sort()).toEqual(wanted.sort());
    const last = new Map(chain.map(({ id, title }) => [id, title]));
    for (const [id, title] of published) expect(last.get(id)).toBe(title);
  } finally {
    await Promise.all(origins.map((origin) => origin.close()));
    await place.remove();
  }
});

const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

function spawnRefresh(cwd: string, now: string) {
  const child = spawn(process.execPath, [cli, 'refresh', '--json', '--now', now], { cwd, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  return { ended, kill: () => child.kill('SIGKILL') };
}
