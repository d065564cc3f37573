// Builds dist/: TypeScript through tsc, module by module, for programs that import us; data, and the assets of pages,
// copied beside the code that reads them; then the two programs themselves, each joined with what it loads into a few
// files, because opening hundreds of modules takes longer than most commands do. The old dist/ stays until the new one
// is whole.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const fresh = join(root, `.dist-${process.pid}`);
const PROGRAMS = ['cli/main', 'cli/refresh-process'];

process.on('exit', () => rmSync(fresh, { recursive: true, force: true }));
compile();
copyData(join(root, 'src'));
writeFileSync(join(fresh, 'THIRD-PARTY.txt'), licencesOf(await joinPrograms()));
chmodSync(join(fresh, 'cli/main.js'), 0o755);
writeFileSync(join(fresh, '.built'), '');
const old = `${fresh}-old`;
if (existsSync(dist)) renameSync(dist, old);
renameSync(fresh, dist);
rmSync(old, { recursive: true, force: true });

function compile() {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', fresh], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status === 0) return;
  console.error('The build failed: the errors are above.');
  process.exit(1);
}

/** Copies the folders that hold no code of the program. */
function copyData(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!statSync(path).isDirectory()) continue;
    if (name === 'data' || name === 'assets')
      cpSync(path, join(fresh, relative(join(root, 'src'), path)), { recursive: true });
    else copyData(path);
  }
}

/** Gives the files of other packages that are part of the programs now. */
async function joinPrograms() {
  const entries = PROGRAMS.map((name) => join(fresh, `${name}.js`));
  const always = new Set();
  const bundle = await rolldown({
    input: Object.fromEntries(PROGRAMS.map((name, n) => [name, entries[n]])),
    platform: 'node',
    resolve: { mainFields: ['module', 'main'] }, // a module made for browsers and node at once can't be joined
    plugins: [
      { name: 'own-place', transform: keepPlace },
      {
        name: 'always-loaded',
        buildEnd() {
          collect(entries[0], (id) => this.getModuleInfo(id)?.importedIds ?? [], always);
          always.delete(entries[0]); // it waits for what loads others, which may ask for these
        },
      },
    ],
    logLevel: 'warn',
  });
  const { output } = await bundle.write({
    dir: fresh,
    entryFileNames: '[name].js',
    chunkFileNames: 'joined/[name]-[hash].js',
    // What every command loads is one file, however many of them share it with what only some load.
    codeSplitting: { groups: [{ name: 'always', test: (id) => always.has(id) }] },
  });
  await bundle.close();
  for (const { fileName, code = '' } of output)
    if (/require\(['"]\./.test(code)) throw new Error(`${fileName} asks for a module that was left behind.`);
  return output.flatMap(({ moduleIds = [] }) => moduleIds).filter((id) => id.includes('node_modules'));
}

/** `id` and all that it leads to. */
function collect(id, next, found) {
  if (found.has(id)) return;
  found.add(id);
  for (const other of next(id)) collect(other, next, found);
}

/** A module that reads a file beside it finds it from where it is joined to, too: all of those lie one folder deep. */
function keepPlace(code, id) {
  if (!id.startsWith(fresh) || !code.includes('import.meta.url')) return null;
  const place = `new URL(${JSON.stringify(`../${relative(fresh, id)}`)}, import.meta.url).href`;
  return code.replaceAll('import.meta.url', place);
}

/** What the licences of the joined packages ask to go with every copy. */
function licencesOf(files) {
  const folders = new Set(files.map((file) => packageOf(dirname(file))));
  return [...folders].sort().map(licenceOf).join('\n');
}

/** Some packages hold a `package.json` without a name deeper down, to say what kind their modules are. */
function packageOf(folder) {
  return describe(folder)?.version ? folder : packageOf(dirname(folder));
}

function describe(folder) {
  const file = join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

function licenceOf(folder) {
  const { name, version, license } = describe(folder);
  const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const words = texts.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`=== ${name} ${version} (${license ?? 'see below'})`, ...words, ''].join('\n\n');
}
