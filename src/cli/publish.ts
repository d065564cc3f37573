import type { Command } from './command.ts';
import { showProgress } from './progress.ts';
import { amount } from './refresh-summary.ts';
import { configOrProblems } from './session.ts';
import { withStore } from './with-store.ts';

export const publish: Command = {
  name: 'publish',
  summary: 'write the output from what is stored, without visiting anybody',
  options: [{ flags: '--all', description: 'every file anew, not only what changed since the last time' }],
  async run(session, _, { all }) {
    const config = await configOrProblems(session);
    if (config === null) return 2;
    const progress = showProgress(session.log);
    const published = await withStore(config, session, 'write', async (deps) => {
      const { publishOnly } = await import('../pipeline.ts');
      return publishOnly(config, deps, { all: all === true, onProgress: progress.show });
    }).finally(progress.end);
    if (!published.ok) {
      session.log.problem(published.error.message);
      if (published.error.code !== 'locked') return 1;
    }
    const { written, unchanged } = published.ok ? published.value : { written: 0, unchanged: 0 };
    if (session.json) session.print(`${JSON.stringify({ output: { written, unchanged } })}\n`);
    else
      session.print(`${amount(written, 'file')} written to ${session.outputDir}, ${unchanged} unchanged.\n`);
    return 0;
  },
};
