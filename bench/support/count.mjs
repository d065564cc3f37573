// Preloaded into a measured process: prints its peak memory (KiB) and the bytes it wrote when it ends.
import { readFileSync } from 'node:fs';

process.on('exit', () => {
  const written = Number(/^wchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? 0);
  process.stderr.write(`\nCOUNTS ${JSON.stringify({ rss: process.resourceUsage().maxRSS, written })}\n`);
});
