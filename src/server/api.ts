import { Hono } from 'hono';
import type { z } from 'zod';
import { atMost } from './at-most.ts';
import type { ServerEnv } from './client-address.ts';
import { OPEN_TO_ALL } from './headers.ts';
import { type ListDeps, listStories } from './list-stories.ts';
import { openApi } from './openapi.ts';
import type { Reading } from './reading.ts';
import { storiesQuery } from './story-schema.ts';

/** `/api`: what is stored, for programs. Anybody may ask from any site; a few are answered at a time. */
export function apiRoutes(deps: ListDeps & { reading: Reading }): Hono<ServerEnv> {
  const inTurn = atMost(AT_ONCE, WAITING);
  const description = openApi(deps.config.site);
  const parameters = Object.keys(storiesQuery.shape).join(', ');

  return new Hono<ServerEnv>()
    .use(async (c, next) => {
      await next();
      for (const [name, value] of Object.entries(OPEN_TO_ALL)) c.res.headers.set(name, value);
    })
    .get('/openapi.json', (c) => c.json(description, 200, { 'cache-control': 'public, max-age=300' }))
    .get('/stories', async (c) => {
      const asked = Object.entries(c.req.queries());
      const repeated = asked.find(([, values]) => values.length > 1);
      if (repeated)
        return c.json({ error: `${JSON.stringify(repeated[0].slice(0, 40))} must be given once.` }, 400);
      const query = storiesQuery.safeParse(Object.fromEntries(asked.map(([name, [value]]) => [name, value])));
      if (!query.success) return c.json({ error: inWords(query.error, parameters) }, 400);
      const { cursor } = query.data;
      const below = cursor === undefined ? null : readCursor(cursor);
      if (cursor !== undefined && below === null)
        return c.json({ error: 'cursor must be what "next" of an earlier answer said.' }, 400);
      const listed = await inTurn(() =>
        deps.reading.use((store) => listStories(query.data, below, store, deps)),
      );
      if (listed === null)
        return c.json({ error: 'Too much is asked at the moment. Try again in a few seconds.' }, 503, {
          'retry-after': '5',
        });
      if (!listed.ok) return c.json({ error: 'What is stored can’t be read at the moment.' }, 503);
      const { next } = listed.value;
      return c.json({ ...listed.value, next: next === null ? null : writeCursor(next) }, 200, {
        'cache-control': 'public, max-age=30',
      });
    });
}

const AT_ONCE = 2;
const WAITING = 50;

/** Opaque to others, so that it may change; with us, the number below which the next page begins. */
const writeCursor = (below: number): string => Buffer.from(`seq:${below}`).toString('base64url');

function readCursor(cursor: string): number | null {
  const below = /^seq:(\d{1,12})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1];
  return below === undefined ? null : Number(below);
}

/** `limit must be a whole number from 1 to 100.` */
function inWords(error: z.ZodError, parameters: string): string {
  const sentences = error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map(
        (key) => `There is no parameter ${JSON.stringify(key.slice(0, 40))}; there are ${parameters}.`,
      );
    return [`${issue.path.join('.')} must be ${issue.message}.`];
  });
  return sentences.join(' ');
}
