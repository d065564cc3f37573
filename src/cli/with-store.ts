import { err, type Result } from '../core/result.ts';
import type { Config } from '../core/source.ts';
import type { PipelineDeps } from '../pipeline.ts';
import type { IssueShelf } from '../publish/site/issue.tsx';
import type { OpenStore } from '../store/lowdb/open.ts';
import type { StoreFailure } from '../store/store.ts';
import type { Session } from './session.ts';

/** Why a command could not do its work: a sentence for a person. `locked`: somebody else is doing it. */
export type Trouble = { code: string; message: string };

/**
 * Runs `work` with the store of the data folder, which is closed again whatever happens.
 * `read` needs no lock and may run beside a refresh.
 */
export async function withStore<T>(
  config: Config,
  session: Session,
  mode: 'read' | 'write',
  work: (deps: PipelineDeps) => Promise<Result<T, Trouble>>,
): Promise<Result<T, Trouble>> {
  const { StoreError } = await import('../store/store-error.ts');
  const { now, outputDir } = session;
  const store = await openFor(config, session, mode);
  if (!store.ok) return err(store.error.code === 'locked' ? busy(store.error.message) : store.error);
  try {
    const issues = mode === 'write' ? await issuesOf(config, session) : null;
    const deps = { store: store.value, outputDir, now, random: Math.random, issues };
    return await closing(store.value, session, () => work(deps));
  } catch (error) {
    if (error instanceof StoreError) return err(error.failure);
    throw error;
  }
}

async function issuesOf({ newsletter }: Config, { dataDir, now, log }: Session): Promise<IssueShelf | null> {
  if (newsletter === null) return null;
  const { issueShelf } = await import('../newsletter/issue-shelf.ts');
  return issueShelf(dataDir, { now, onDamage: log.problem });
}

/** The store of the data folder. `read` needs no lock and may run beside a refresh. */
export async function openFor(
  config: Config,
  { now, dataDir }: Pick<Session, 'now' | 'dataDir'>,
  mode: 'read' | 'write',
): Promise<Result<OpenStore, StoreFailure>> {
  const { openStore } = await import('../store/lowdb/open.ts');
  return openStore(dataDir, {
    now,
    random: Math.random,
    mode,
    filing: async () => (await import('../pipeline/filing.ts')).filing(),
    tagAuthority: `${new URL(config.site.url).hostname},${now().getUTCFullYear()}`,
  });
}

/** Closes the store after `work`, and says what it found damaged. An error of closing counts only if there was none before. */
async function closing<T>(store: OpenStore, session: Session, work: () => Promise<T>): Promise<T> {
  let worked = false;
  try {
    const value = await work();
    worked = true;
    await store.close();
    return value;
  } finally {
    if (!worked) await store.close().catch(() => undefined);
    for (const warning of store.warnings) session.log.problem(warning);
  }
}

const busy = (message: string): Trouble => ({
  code: 'locked',
  message: `Another refresh is running, so nothing was done. ${message}`,
});
