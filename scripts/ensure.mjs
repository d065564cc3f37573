// Installs and builds what is missing or out of date, so that each npm command works from a fresh clone.
import { execFileSync, execSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const changedAt = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Mia's Feed needs Node 20.19 or newer; this is ${process.versions.node}. See https://nodejs.org/.`,
  );
  process.exit(2);
}

/** Newest change below a folder, in ms. */
function newest(folder) {
  let latest = 0;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stat = statSync(path);
    latest = Math.max(latest, stat.isDirectory() ? newest(path) : stat.mtimeMs);
  }
  return latest;
}

const stamp = join(root, 'node_modules/.ensure-stamp');
if (changedAt(stamp) < changedAt(join(root, 'package-lock.json'))) {
  console.error('Installing what is missing…');
  execSync('npm ci --no-audit --no-fund --loglevel=error', { cwd: root, stdio: ['ignore', 2, 2] });
  writeFileSync(stamp, '');
}

const built = join(root, 'dist/.built');
if (changedAt(built) < Math.max(newest(join(root, 'src')), changedAt(stamp))) {
  console.error('Building…');
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root, stdio: ['ignore', 2, 2] });
  writeFileSync(built, '');
}
