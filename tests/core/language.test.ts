import { expect, test } from 'vitest';
import { languageTag } from '../../src/core/language.ts';

test.each([
  ['en', 'en'],
  ['en-us', 'en-US'],
  [' pt_BR ', 'pt-BR'],
  ['zh-hans-cn', 'zh-Hans-CN'],
  ['iw', 'he'],
  ['gsw', 'gsw'],
  ['en-XX', 'en-XX'],
  ['hindi', null],
  ['English', null],
  ['xx', null],
  ['x-private', null],
  ['en us', null],
  ['', null],
  [null, null],
])('%s is %s', (text, tag) => {
  expect(languageTag(text)).toBe(tag);
});
