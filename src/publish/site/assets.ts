import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file that pages load; `path` lies under the output folder. */
export type Asset = { path: string; bytes: Buffer };

const read = (name: string): Buffer => readFileSync(new URL(`./assets/${name}`, import.meta.url));

/** The name carries a hash of the bytes, so that caches may keep it for ever. */
function hashed(name: string, bytes: Buffer): Asset {
  const hash = createHash('sha256').update(bytes).digest('base64url').replace(/[-_]/g, '').slice(0, 10);
  return { path: `assets/${name.replace(/(\.\w+)$/, `-${hash}$1`)}`, bytes };
}

const fixed = (name: string, path: string): Asset => ({ path, bytes: read(name) });

const library = hashed(
  'minisearch.js',
  Buffer.from(
    readFileSync(fileURLToPath(import.meta.resolve('minisearch')), 'utf8').replace(
      /\n\/\/# source.*\s*$/,
      '\n',
    ),
  ),
);

/** What comes with the program, read once: styles, scripts, icons. */
export const ASSETS = {
  style: hashed('site.css', read('site.css')),
  share: hashed('share.js', read('share.js')),
  signUp: hashed('sign-up.js', read('sign-up.js')),
  search: hashed(
    'search.js',
    Buffer.from(
      read('search.js')
        .toString('utf8')
        .replace('./minisearch.js', `./${library.path.slice(7)}`),
    ),
  ),
  library,
  /** Feeds name it, and closed archives are never rewritten: its name stays. */
  feedStyle: fixed('feed.css', 'assets/feed.css'),
  icon: fixed('favicon.svg', 'favicon.svg'),
  iconBitmap: fixed('favicon.ico', 'favicon.ico'),
  touchIcon: fixed('apple-touch-icon.png', 'apple-touch-icon.png'),
} as const satisfies Record<string, Asset>;

/** Differs where any of them does. */
export const ASSETS_FINGERPRINT = createHash('sha256')
  .update(JSON.stringify(Object.values(ASSETS).map(({ path, bytes }) => [path, bytes.toString('base64')])))
  .digest('hex');
