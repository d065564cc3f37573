import type { Change, Store } from '../store/store.ts';

/**
 * A commit for many callers at once: while one commit is being made durable, further changes gather and go
 * together into the next, so that a disk sync serves as many visits as happened meanwhile.
 */
export function groupCommits(store: Pick<Store, 'commit'>): (change: Change) => Promise<void> {
  let waiting: Change[] = [];
  let next: Promise<void> | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const commitWaiting = async () => {
    const changes = waiting;
    waiting = [];
    next = null;
    await store.commit(together(changes));
  };

  return (change) => {
    waiting.push(change);
    if (next === null) {
      next = last.then(commitWaiting, commitWaiting);
      last = next.catch(() => undefined);
    }
    return next;
  };
}

/** Several changes as one, later ones winning. */
export function together(changes: readonly Change[]): Change {
  return {
    sources: changes.flatMap(({ sources }) => sources ?? []),
    hosts: changes.flatMap(({ hosts }) => hosts ?? []),
    robots: changes.flatMap(({ robots }) => robots ?? []),
    articles: changes.flatMap(({ articles }) => articles ?? []),
    stories: changes.flatMap(({ stories }) => stories ?? []),
    keys: changes.flatMap(({ keys }) => keys ?? []),
    pending: {
      add: changes.flatMap(({ pending }) => pending?.add ?? []),
      remove: changes.flatMap(({ pending }) => pending?.remove ?? []),
    },
  };
}
