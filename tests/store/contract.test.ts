import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/store/lowdb/open.ts';
import { storeContract } from './contract.ts';
import { mapStore } from './map-store.ts';
import { now } from './samples.ts';

storeContract('A plain Map', async () => {
  const store = mapStore();
  return { store, reopen: async () => store, destroy: async () => undefined };
});

const tiny = { checkpointRunning: 1, checkpointClosing: 0, cacheSize: 1, recentKeys: 50, keyShare: 100 };

for (const [name, limits] of [
  ['lowdb files', {}],
  ['lowdb files with a checkpoint at every commit', tiny],
] as const) {
  storeContract(name, async () => {
    const dir = await mkdtemp(join(tmpdir(), 'store-'));
    const open = async () => {
      const opened = await openStore(dir, { now, random: Math.random, limits });
      if (!opened.ok) throw new Error(opened.error.message);
      return opened.value;
    };
    let store = await open();
    return {
      store,
      async reopen() {
        await store.close();
        store = await open();
        return store;
      },
      async destroy() {
        await store.close();
        await rm(dir, { recursive: true });
      },
    };
  });
}
