// Builds dist/: TypeScript through tsc; data, and the assets of pages, copied beside the code that reads them. The old
// dist/ stays until the new one is whole.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const fresh = join(root, `.dist-${process.pid}`);

process.on('exit', () => rmSync(fresh, { recursive: true, force: true }));
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const built = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', fresh], {
  cwd: root,
  stdio: ['ignore', 2, 2],
});
if (built.status !== 0) {
  console.error('The build failed: the errors are above.');
  process.exit(1);
}

/** Folders that hold no code of the program. */
const COPIED = new Set(['data', 'assets']);

function copyData(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!statSync(path).isDirectory()) continue;
    if (COPIED.has(name)) cpSync(path, join(fresh, relative(join(root, 'src'), path)), { recursive: true });
    else copyData(path);
  }
}
copyData(join(root, 'src'));
chmodSync(join(fresh, 'cli/main.js'), 0o755);
writeFileSync(join(fresh, '.built'), '');
const old = `${fresh}-old`;
if (existsSync(dist)) renameSync(dist, old);
renameSync(fresh, dist);
rmSync(old, { recursive: true, force: true });
