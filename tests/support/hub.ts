import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { type Origin, startOrigin } from './origin.ts';

export type Subscribed = { topic: string; callback: string; secret: string | null };

/** A WebSub hub on loopback: verifies who subscribes, and hands on what is published. */
export type Hub = {
  url: string;
  /** Topics of which it was told that they changed. */
  pings: string[];
  subscriptions: Subscribed[];
  /** While true, every request is answered with 503. */
  setDown(isDown: boolean): void;
  /** Delivers a body to all subscribers of a topic; answers their statuses. `secret`: sign with another one. */
  deliver(topic: string, body: string, secret?: string): Promise<number[]>;
  close(): Promise<void>;
};

export async function startHub({ leaseSeconds = 600 } = {}): Promise<Hub> {
  const pings: string[] = [];
  let subscriptions: Subscribed[] = [];
  let isDown = false;
  const origin: Origin = await startOrigin(async (asking, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of asking) chunks.push(chunk);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const mode = form.get('hub.mode');
    response.writeHead(isDown ? 503 : 202).end();
    if (isDown) return;
    if (mode === 'publish') pings.push(form.get('hub.url') ?? '');
    else await verify(mode ?? '', form);
  });

  async function verify(mode: string, form: URLSearchParams): Promise<void> {
    const topic = form.get('hub.topic') ?? '';
    const callback = form.get('hub.callback') ?? '';
    const challenge = randomUUID();
    const url = new URL(callback);
    url.search = new URLSearchParams({
      'hub.mode': mode,
      'hub.topic': topic,
      'hub.challenge': challenge,
      'hub.lease_seconds': String(leaseSeconds),
    }).toString();
    const { status, text } = await send(url, 'GET');
    if (status !== 200 || text !== challenge) return;
    subscriptions = subscriptions.filter((each) => each.callback !== callback);
    if (mode === 'subscribe') subscriptions.push({ topic, callback, secret: form.get('hub.secret') });
  }

  return {
    url: `${origin.url}/`,
    pings,
    get subscriptions() {
      return subscriptions;
    },
    setDown(down) {
      isDown = down;
    },
    deliver(topic, body, secret) {
      const to = subscriptions.filter((each) => each.topic === topic);
      return Promise.all(
        to.map(async (each) => {
          const hex = createHmac('sha256', secret ?? each.secret ?? '')
            .update(body)
            .digest('hex');
          return (await send(new URL(each.callback), 'POST', body, { 'x-hub-signature': `sha256=${hex}` }))
            .status;
        }),
      );
    },
    close: origin.close,
  };
}

async function send(url: URL, method: string, body = '', headers: Record<string, string> = {}) {
  const asking = request(url, { method, headers, agent: false });
  asking.end(body);
  const [response] = await once(asking, 'response');
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: Number(response.statusCode), text };
}
