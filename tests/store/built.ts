import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Compiles the store for plain node, and answers the URL of its `open.js`. */
export function builtStore(): string {
  const folder = join(root, 'node_modules/.cache/store-test');
  mkdirSync(folder, { recursive: true });
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      rootDir: join(root, 'src'),
      outDir: join(folder, 'out'),
      declaration: false,
      typeRoots: [join(root, 'node_modules/@types')],
    },
    files: [join(root, 'src/store/lowdb/open.ts'), join(root, 'src/store/lowdb/tables.ts')],
    include: [],
  };
  const file = join(folder, 'tsconfig.json');
  writeFileSync(file, JSON.stringify(config));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', file]);
  return pathToFileURL(join(folder, 'out/store/lowdb/open.js')).href;
}

export const writerScript = fileURLToPath(new URL('./writer.mjs', import.meta.url));
