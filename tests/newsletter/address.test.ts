import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressHash, addressKey, readAddress } from '../../src/newsletter/address.ts';

const TAKEN: [name: string, typed: string, address: string][] = [
  ['a plain address', 'mia@example.org', 'mia@example.org'],
  ['spaces around it', '  mia@example.org \n', 'mia@example.org'],
  ['a tag', 'mia+news@example.org', 'mia+news@example.org'],
  [
    'odd but allowed characters',
    `o'hara{x}=?^_\`|~!#$%&*/@example.org`,
    `o'hara{x}=?^_\`|~!#$%&*/@example.org`,
  ],
  ['a local part of another script (RFC 6531)', 'Мария@пример.рф', 'Мария@пример.рф'],
  ['a domain with umlauts', 'mia@bücher.example', 'mia@bücher.example'],
  ['a letter in two code points, which become one', 'jose\u0301@example.org', 'jos\u00e9@example.org'],
];

const REFUSED: [name: string, typed: string][] = [
  ['nothing', ''],
  ['no @', 'mia.example.org'],
  ['nothing before it', '@example.org'],
  ['nothing after it', 'mia@'],
  ['a line break and a header', 'mia@example.org\r\nBcc: all@example.org'],
  ['a line break before the @', 'mia\n@example.org'],
  ['two addresses', 'mia@example.org,joe@example.org'],
  ['two @', 'mia@joe@example.org'],
  ['a name', 'Mia <mia@example.org>'],
  ['a quoted local part', '"mia x"@example.org'],
  ['a dot at its end', 'mia.@example.org'],
  ['an address literal', 'mia@[127.0.0.1]'],
  ['a number instead of a host', 'mia@127.0.0.1'],
  ['a number that stands for one', 'mia@2130706433'],
  ['a host without a dot', 'root@localhost'],
  ['escapes that become another host', 'mia@%65xample.org'],
  ['a path', 'mia@example.org/x'],
  ['a right-to-left override', 'mia\u202e@example.org'],
  ['a zero-width space', 'mia\u200b@example.org'],
  ['a null character', 'mia\0@example.org'],
  ['half a surrogate pair', 'mia\ud800@example.org'],
  ['a local part of more than 64 bytes', `${'é'.repeat(33)}@example.org`],
  [
    'more than 254 bytes',
    `mia@${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`,
  ],
  ['HTML', '<b>mia</b>@example.org'],
];

describe('an address that is typed', () => {
  it.each(TAKEN)('may have %s', (_, typed, address) => {
    expect(readAddress(typed)).toEqual({ ok: true, value: address });
  });

  it.each(REFUSED)('is refused with %s', (_, typed) => {
    const read = readAddress(typed);
    expect(read.ok).toBe(false);
    expect(read.ok || read.error).toMatch(/^[A-Z].*\.$/);
  });

  it('has nothing in it that could end a header, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.emailAddress(), (noise, email) => {
        for (const typed of [
          noise,
          `${noise}${email}`,
          `${email}${noise}`,
          email.replace('@', `${noise}@`),
        ]) {
          const read = readAddress(typed);
          if (read.ok)
            expect(read.value).toMatch(/^[^\p{C}\p{Z}<>,;:"()[\]\\]+@[^\p{C}\p{Z}<>,;:"()[\]\\@]+$/u);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('two addresses', () => {
  it.each([
    ['in other letters', 'Mia@Example.ORG', 'mia@example.org'],
    ['with a domain in punycode', 'mia@bücher.example', 'mia@xn--bcher-kva.example'],
    ['whose domain has compatible letters', 'mia@ｅxample.org', 'mia@example.org'],
  ])('are the same %s', (_, one, other) => {
    expect(addressKey(one)).toBe(addressKey(other));
    expect(addressHash(one, 'secret')).toBe(addressHash(other, 'secret'));
  });

  it('are two with a tag, and their hashes under two secrets have nothing in common', () => {
    expect(addressKey('mia+a@example.org')).not.toBe(addressKey('mia@example.org'));
    expect(addressHash('mia@example.org', 'one')).not.toBe(addressHash('mia@example.org', 'other'));
  });
});
