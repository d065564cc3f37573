import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Files share what they import: loading it again for each took longer than most files' tests.
    isolate: false,
    // What a page shows, it shows a little after a click.
    expect: { poll: { timeout: 20_000 } },
  },
});
