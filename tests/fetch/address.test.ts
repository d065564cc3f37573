import type { LookupAddress } from 'node:dns';
import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardAddresses } from '../../src/fetch/address.ts';
import type { Lookup } from '../../src/fetch/dispatcher.ts';
import { guests, outcome, text } from './support.ts';

const { origin, fetcher } = guests();
const feed = (url: string) => ({ url, accept: 'feed' as const });

const NOT_PUBLIC = (
  '0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.255 168.63.129.16 169.254.169.254 ' +
  '172.16.0.1 172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 ' +
  '224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:7f00:1 ' +
  '64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::a00:1 100::1 2001::1 2001:2::1 2001:db8::1 2002:7f00:1:: ' +
  '2002:808:808:: 3fff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1'
).split(' ');
const PUBLIC = '1.1.1.1 8.8.8.8 172.32.0.1 100.128.0.1 193.99.144.80 2606:4700::1111 2a00:1450:4001::1'.split(
  ' ',
);

describe('which addresses may be connected to', () => {
  const mayConnect = guardAddresses([]);
  test.each(NOT_PUBLIC)('%s may not', (address) => expect(mayConnect(address)).toBe(false));
  test.each(PUBLIC)('%s may', (address) => expect(mayConnect(address)).toBe(true));
  test.each(['', 'localhost', '1.2.3', '::1::', 'fe80::1%lo', '1.1.1.1 '])('"%s" is none', (text) =>
    expect(mayConnect(text)).toBe(false),
  );

  test.each([
    [['127.0.0.0/8'], '127.9.9.9', true],
    [['127.0.0.0/8'], '10.0.0.1', false],
    [['127.0.0.0/8'], '::1', false],
    [['127.0.0.0/8'], '::ffff:127.0.0.1', false],
    [['10.1.2.3'], '10.1.2.3', true],
    [['10.1.2.3'], '10.1.2.4', false],
    [['::1', '10.0.0.0/8'], '::1', true],
    [['fd00::/8'], 'fd12::1', true],
    [['64:ff9b::/96'], '64:ff9b::808:808', true],
  ])('%j allows %s: %s', (ranges, address, expected) => {
    expect(guardAddresses(ranges)(address)).toBe(expected);
  });

  test('no IPv6 address outside 2000::/3 is public', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        fc.pre(isIPv6(address));
        const first = Number.parseInt(address.split(':')[0] || '0', 16);
        if (first < 0x2000 || first > 0x3fff) expect(mayConnect(address)).toBe(false);
      }),
    );
  });
});

describe('the guard at the moment of connecting', () => {
  const guest = (allowPrivate: string[] = [], lookup?: Lookup) =>
    fetcher({ allowPrivate, timeoutMs: 1000 }, lookup ? { lookup } : {});

  test.each([
    'http://127.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000001:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://127.0.0.1.:PORT/',
    'http://①②⑦.0.0.1:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://[64:ff9b::127.0.0.1]:PORT/',
    'http://0/',
    'https://127.0.0.1:PORT/',
  ])('refuses %s', async (url) => {
    const site = await origin({ '/': 'secret' }, { address: '127.0.0.1' });
    const result = await guest().fetch(feed(url.replace('PORT', site.host.split(':')[1] ?? '')));
    expect(outcome(result)).toBe('blocked-address');
    expect(site.requests).toEqual([]);
  });

  test.each([
    ['ftp://example.org/', 'bad-url'],
    ['file:///etc/passwd', 'bad-url'],
    ['javascript:alert(1)', 'bad-url'],
    ['http://me:secret@127.0.0.1/', 'bad-url'],
    ['http://', 'bad-url'],
    ['news', 'bad-url'],
  ])('does not even try %s', async (url, code) => {
    expect(outcome(await guest(['127.0.0.0/8']).fetch(feed(url)))).toBe(code);
  });

  /** Answers each time with the next of several lists of addresses. */
  const resolving = (...answers: string[][]): Lookup => {
    let asked = 0;
    return (_, __, callback) => {
      const answer = answers[Math.min(asked, answers.length - 1)] ?? [];
      asked += 1;
      const addresses: LookupAddress[] = answer.map((address) => ({
        address,
        family: isIPv6(address) ? 6 : 4,
      }));
      process.nextTick(callback, null, addresses);
    };
  };

  test('a name that leads into a private network is refused, whatever it is called', async () => {
    const result = await guest([], resolving(['10.0.0.7'])).fetch(feed('http://feeds.example.org/'));
    expect(result).toMatchObject({
      failure: { code: 'blocked-address', message: expect.stringContaining('10.0.0.7') },
    });
  });

  test('a name that answers otherwise the second time gains nothing', async () => {
    const site = await origin({ '/': { headers: { connection: 'close' }, body: 'x' } });
    const [address = '', port] = site.host.split(':');
    const rebinding = guest([address], resolving([address], ['127.0.0.1']));
    const url = `http://rebinding.example.org:${port}/`;
    expect(text(await rebinding.fetch(feed(url)))).toBe('x');
    expect(outcome(await rebinding.fetch(feed(url)))).toBe('blocked-address');
  });

  test('of a name’s addresses only the allowed ones are used', async () => {
    const site = await origin({ '/': 'x' });
    const [address = '', port] = site.host.split(':');
    const mixed = guest([address], resolving(['10.0.0.1', '::1', address]));
    expect(text(await mixed.fetch(feed(`http://mixed.example.org:${port}/`)))).toBe('x');
  });

  test('a name without addresses is unknown', async () => {
    expect(outcome(await guest([], resolving([])).fetch(feed('http://none.example.org/')))).toBe('dns');
  });

  test('a redirect is guarded like the first request', async () => {
    const inside = await origin({ '/': 'secret' });
    const site = await origin({ '/': { status: 301, headers: { location: inside.url } } });
    const [address = ''] = site.host.split(':');
    expect(outcome(await guest([address]).fetch(feed(site.url)))).toBe('blocked-address');
    expect(inside.requests).toEqual([]);
  });
});
