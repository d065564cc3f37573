// Installs and builds what is missing or out of date, so that each npm command works from a fresh clone.
import { spawnSync } from 'node:child_process';
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

/** Runs a step; where it fails, its own words on standard error say why. */
function step(words, command, args) {
  console.error(words);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  console.error(
    error ? `${command} can't be run: ${error.message}` : `Stopped: ${command} ${args.join(' ')} failed.`,
  );
  process.exit(1);
}

const stamp = join(root, 'node_modules/.ensure-stamp');
if (changedAt(stamp) < changedAt(join(root, 'package-lock.json'))) {
  step('Installing what is missing…', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, '');
}

if (changedAt(join(root, 'dist/.built')) < Math.max(newest(join(root, 'src')), changedAt(stamp))) {
  step('Building…', process.execPath, [join(root, 'scripts/build.mjs')]);
}
