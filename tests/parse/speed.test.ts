import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('speed-beside-rss-parser.mjs', import.meta.url));

describe('the time that parseFeed takes', () => {
  it.each(['whole articles in CDATA', 'whole articles, escaped', 'summaries', 'headlines'])(
    'is at most 1.5 times that of rss-parser alone: %s',
    { retry: 3, timeout: 60_000 },
    async (shape) => {
      const { stdout } = await promisify(execFile)(process.execPath, [script, shape]);
      expect(Number(stdout)).toBeLessThanOrEqual(1.5);
    },
  );
});
