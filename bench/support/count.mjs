// Preloaded into a measured process: prints its peak memory (KiB), the bytes it wrote and its CPU time (ms) when it ends.
import { readFileSync } from 'node:fs';

process.on('exit', () => {
  const written = Number(/^wchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? 0);
  const { maxRSS: rss, userCPUTime, systemCPUTime } = process.resourceUsage();
  const cpu = (userCPUTime + systemCPUTime) / 1000;
  process.stderr.write(`\nCOUNTS ${JSON.stringify({ rss, written, cpu })}\n`);
});
