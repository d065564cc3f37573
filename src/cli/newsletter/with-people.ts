import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../../core/result.ts';
import type { PeopleDeps } from '../../newsletter/sign-up.ts';
import type { Session } from '../session.ts';

/** Runs `work` with the subscribers of the data folder; `start` and other commands may use them at the same time. Fails with a sentence. */
export async function withPeople<T>(
  session: Session,
  work: (deps: PeopleDeps) => Promise<T>,
): Promise<Result<T, string>> {
  const opened = await openPeople(session);
  if (!opened.ok) return opened;
  const { store } = opened.value;
  const { StoreError } = await import('../../store/store-error.ts');
  try {
    return ok(await work(opened.value));
  } catch (error) {
    if (error instanceof StoreError) return err(error.message);
    throw error;
  } finally {
    await store.close().catch(() => undefined);
    for (const warning of store.warnings) session.log.problem(warning);
  }
}

/** The subscribers and the secret, for as long as the caller wants. */
export async function openPeople({
  env,
  dataDir,
  now,
}: Pick<Session, 'env' | 'dataDir' | 'now'>): Promise<Result<PeopleDeps, string>> {
  const [{ openNewsletterStore }, { loadSecret }] = await Promise.all([
    import('../../newsletter/store.ts'),
    import('../../newsletter/secret.ts'),
  ]);
  const secret = await loadSecret(env, dataDir);
  if (!secret.ok) return secret;
  const store = await openNewsletterStore(dataDir, { now });
  if (!store.ok) return err(store.error.message);
  return ok({ store: store.value, secret: secret.value, now, random: randomBytes });
}
