/** The record that each table holds under its keys: JSON. */
export type TableTypes = Record<string, object>;

/**
 * Durable records by table and key, for what is neither article nor story. Several processes may use one store at
 * the same time. Implementations: lowdb files (store/lowdb/tables.ts), later PostgreSQL; tests/store/tables-contract.ts
 * proves each.
 */
export type Tables<T extends TableTypes> = TableReader<T> & {
  /** Every record of a table, streamed, in no order that means anything. Those changed meanwhile come old or new. */
  all<N extends keyof T & string>(table: N): AsyncIterable<[key: string, record: T[N]]>;

  /**
   * Runs `work` while nobody else changes anything, in this process or another: what it reads is the latest. What
   * it put and removed is durable, all of it together, when this resolves; nothing of it happens if `work` throws.
   * Keep `work` short and wait for nothing else in it: all others queue behind it. Throws a StoreError where the
   * store can't go on; then it's unknown whether this change will be found, wholly or not at all.
   */
  change<R>(work: (draft: Draft<T>) => R | Promise<R>): Promise<R>;

  /** Drops what was replaced or removed from the files; durable when it resolves. */
  compact(): Promise<void>;

  /**
   * Takes out of the copies that are kept of damaged files what holds one of these texts, in capitals or not, and what
   * nobody can read; durable when it resolves.
   */
  redactCopies(texts: readonly string[]): Promise<void>;

  /** What was found damaged, in sentences; grows. */
  warnings: string[];
  close(): Promise<void>;
};

export type TableReader<T extends TableTypes> = {
  get<N extends keyof T & string>(table: N, key: string): Promise<T[N] | null>;
};

export type Draft<T extends TableTypes> = TableReader<T> & {
  put<N extends keyof T & string>(table: N, key: string, record: T[N]): void;
  remove(table: keyof T & string, key: string): void;
};
