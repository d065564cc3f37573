// A newsroom on loopback: many origins, each with an address and a feed of its own.

import { once } from 'node:events';
import { createServer } from 'node:http';

const WORDS =
  'trial cohort newborn sleep vaccine measles outbreak insulin statin stroke tumour biopsy kidney dialysis asthma inhaler migraine placebo dosage gene therapy antibody fever sepsis ward nurse clinic surgery implant fracture bone marrow retina glaucoma hearing dementia memory tremor seizure diet sodium obesity exercise heart rhythm valve lung liver hepatitis malaria cholera tuberculosis resistance screening pregnancy birth ageing frailty'.split(
    ' ',
  );

/** Pseudo-random numbers in [0, 1) from a seed, so that every run sees the same world. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Unpronounceable but distinct: what makes one item another's stranger. */
const name = (random) =>
  Array.from({ length: 7 }, () => 'abcdefghijklmnopqrstuvwxyz'[Math.floor(random() * 26)]).join('');

const sentence = (random, length) =>
  Array.from({ length }, () =>
    random() < 0.25 ? name(random) : WORDS[Math.floor(random() * WORDS.length)],
  ).join(' ');

/** Item `number` of source `source`, some 600 bytes of RSS, the same at every call. */
function item(source, number) {
  const random = randomFrom(source * 1_000_003 + number * 7919 + 1);
  const date = new Date(Date.UTC(2026, 0, 1) + number * 600_000 + source * 1000).toUTCString();
  const text = Array.from({ length: 4 }, () => `${sentence(random, 14)}.`).join(' ');
  return `<item><guid isPermaLink="false">${source}-${number}</guid><link>https://s${source}.example.org/${number}</link><title>${sentence(random, 8)}</title><pubDate>${date}</pubDate><dc:creator>${name(random)}</dc:creator><category>medicine</category><description>&lt;p&gt;${text}&lt;/p&gt;</description></item>`;
}

export function feedOf(source, items, from = 1) {
  const all = Array.from({ length: items }, (_, n) => item(source, from + items - 1 - n));
  return `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Source ${source}</title><link>https://s${source}.example.org/</link><description>d</description>${all.join('')}</channel></rss>`;
}

/** Starts `count` origins; each serves its feed with an ETag and answers 304 to who has it. */
export async function startNewsroom(count, itemsEach) {
  const origins = await Promise.all(
    Array.from({ length: count }, async (_, source) => {
      const origin = { body: feedOf(source, itemsEach), version: 1 };
      const server = createServer((request, response) => {
        const etag = `"${origin.version}"`;
        const known = request.headers['if-none-match'] === etag;
        response.writeHead(known ? 304 : 200, { etag, 'content-type': 'application/rss+xml' });
        response.end(known ? undefined : origin.body);
      });
      server.listen(0, `127.10.${Math.floor(source / 250)}.${1 + (source % 250)}`);
      await once(server, 'listening');
      const { address, port } = server.address();
      return Object.assign(origin, {
        url: `http://${address}:${port}/feed`,
        close() {
          server.closeAllConnections();
          return new Promise((resolve) => server.close(resolve));
        },
        set(body) {
          origin.body = body;
          origin.version += 1;
        },
      });
    }),
  );
  return { origins, close: () => Promise.all(origins.map((origin) => origin.close())) };
}

export function configFor(origins) {
  return {
    site: { title: 'Bench', url: 'https://bench.example.org/' },
    network: { allowPrivate: ['127.0.0.0/8'], perHostDelaySeconds: 0, contact: 'https://bench.example.org/' },
    sources: origins.map(({ url }, n) => ({
      id: `s${n}`,
      name: `Source ${n}`,
      url,
      extract: { pages: 'never' },
    })),
  };
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
