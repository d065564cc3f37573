import type { IncomingHttpHeaders } from 'node:http';
import { isNotModified } from './conditional.ts';
import type { Files, ReadyFile } from './files.ts';
import { SECURITY_HEADERS } from './headers.ts';
import { acceptableEncodings, type Encoding, wantsPage } from './negotiate.ts';
import { outputPath } from './paths.ts';

/** `path` is that of the URL, below the site's own, as it was sent. */
export type Ask = { method: string; path: string; headers: IncomingHttpHeaders };

/** What goes over the wire; headers as names and values in turn. */
export type Answer = { status: number; headers: readonly string[]; body: Buffer | null };

export type StaticSite = {
  /** The answer, if it needs no look at the disk. */
  hot(ask: Ask): Answer | null;
  /** Whether it was sent lately, so that a look at the disk will likely find it again. */
  isKnown(path: string): boolean;
  /** A file of the output, or the way to it; null where there is none. */
  answer(ask: Ask): Promise<Answer | null>;
  /** The page that says so. */
  notFound(ask: Ask): Promise<Answer>;
};

/** Answers GET and HEAD with what lies in the output folder. `basePath`: where the site begins for its readers, `/` or `/feed/`. */
export function staticSite(files: Files, basePath: string): StaticSite {
  const encodingsFor = remember(acceptableEncodings);

  /** A file as the client can read it, or word that it has it already. */
  function send(file: ReadyFile, { method, headers }: Ask): Answer {
    if (file.movedTo !== null) return moved(file.movedTo);
    for (const encoding of encodingsFor(headers['accept-encoding'])) {
      const coding = file.codings.find((each) => each.encoding === encoding);
      if (!coding) continue;
      if (isNotModified(headers, { etag: coding.etag, modifiedMs: file.modifiedMs }))
        return { status: 304, headers: coding.unchangedHeaders, body: null };
      const forBrowser = wantsPage(headers.accept) ? coding.browserHeaders : null;
      const body = method === 'HEAD' ? null : coding.bytes;
      return { status: 200, headers: forBrowser ?? coding.headers, body };
    }
    return plainAnswer(406, { vary: 'Accept-Encoding' });
  }

  const moved = (path: string): Answer =>
    plainAnswer(301, { location: basePath + path, 'cache-control': 'public, max-age=3600' });

  return {
    hot(ask) {
      const path = outputPath(ask.path);
      if (path === null || INDEX.test(path)) return null;
      const file = files.hot(fileOf(path));
      return file ? send(file, ask) : null;
    },

    isKnown(urlPath) {
      const path = outputPath(urlPath);
      return path !== null && !INDEX.test(path) && files.isKept(fileOf(path));
    },

    async answer(ask) {
      const path = outputPath(ask.path);
      if (path === null) return null;
      if (INDEX.test(path) && (await files.get(path))) return moved(path.replace(INDEX, '$1'));
      const file = await files.get(fileOf(path));
      if (file) return send(file, ask);
      const isPage = !isFolder(path) && (await files.get(`${path}/index.html`)) !== null;
      return isPage ? moved(`${path}/`) : null;
    },

    async notFound({ method, headers }) {
      const page = await files.get('404.html');
      const encodings = [...encodingsFor(headers['accept-encoding']), 'identity'];
      const coding = encodings
        .flatMap((encoding) => page?.codings.find((each) => each.encoding === encoding) ?? [])
        .at(0);
      const type = coding ? 'text/html' : 'text/plain';
      const answer = plainAnswer(
        404,
        {
          'content-type': `${type}; charset=utf-8`,
          'cache-control': 'no-cache',
          vary: 'Accept-Encoding',
          ...(coding && coding.encoding !== 'identity' && { 'content-encoding': coding.encoding }),
        },
        coding?.bytes ?? 'Not found\n',
      );
      return method === 'HEAD' ? { ...answer, body: null } : answer;
    },
  };
}

/** An answer that is no file. */
export function plainAnswer(
  status: number,
  headers: Record<string, string>,
  content: string | Buffer = '',
): Answer {
  const body = typeof content === 'string' ? Buffer.from(content) : content;
  const all = { ...SECURITY_HEADERS, ...headers, 'content-length': String(body.length) };
  return { status, headers: Object.entries(all).flat(), body };
}

const INDEX = /(^|\/)index\.html$/;

const isFolder = (path: string): boolean => path === '' || path.endsWith('/');
const fileOf = (path: string): string => (isFolder(path) ? `${path}index.html` : path);

/** Nearly everybody sends one of a few headers: each is read once. */
function remember(read: (header: string | undefined) => Encoding[]) {
  const known = new Map<string | undefined, Encoding[]>();
  return (header: string | undefined): Encoding[] => {
    const before = known.get(header);
    if (before) return before;
    if (known.size >= 50) known.clear();
    const encodings = read(header);
    known.set(header, encodings);
    return encodings;
  };
}
