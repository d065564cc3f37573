import type { Progress } from '../pipeline/report.ts';
import type { Log } from './log.ts';
import { amount } from './refresh-summary.ts';

/**
 * Tells how far a run has come: at a terminal in one line that is redrawn, elsewhere in a line when all sources or
 * all pages have been visited.
 */
export function showProgress(log: Log): { show(progress: Progress): void; end(): void } {
  return {
    show: (progress) => {
      if (progress.total === 0) return;
      if (log.live) log.redraw(line(progress));
      else if (progress.done === progress.total && VISITS.has(progress.phase)) log.info(line(progress));
    },
    end: () => log.redraw(null),
  };
}

function line({ phase, done, total, failed, newItems }: Progress): string {
  const count = `${VERBS[phase]} ${done} of ${total}`;
  return phase === 'sources' ? `${count}: ${failed} failed, ${amount(newItems, 'new item')}` : count;
}

const VISITS: ReadonlySet<Progress['phase']> = new Set(['sources', 'pages']);

const VERBS: Record<Progress['phase'], string> = {
  sources: 'Visited sources',
  pages: 'Read pages',
  stories: 'Grouped articles',
  publish: 'Looked at pages and feeds',
};
