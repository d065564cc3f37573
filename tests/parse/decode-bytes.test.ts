import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeBytes } from '../../src/parse/decode-bytes.ts';

const xml = (label: string, text: string) => `<?xml version="1.0" encoding="${label}"?><a>${text}</a>`;
const plain = '<a>Größe 5–6 µg</a>';
const mark = [0xef, 0xbb, 0xbf];

describe('decodeBytes', () => {
  it.each([
    ['UTF-8 without a word', Buffer.from(plain), null],
    ['UTF-8 with a mark', Buffer.from([...mark, ...Buffer.from(plain)]), null],
    ['UTF-8 under a header that says latin-1', Buffer.from(plain), 'text/xml; charset=ISO-8859-1'],
    ['UTF-16 with a mark', iconv.encode(plain, 'utf-16', { addBOM: true }), null],
    ['big-endian UTF-16 with a mark', iconv.encode(plain, 'utf-16be', { addBOM: true }), null],
    ['UTF-16 without a mark', iconv.encode(plain, 'utf-16le'), null],
    ['big-endian UTF-16 without a mark', iconv.encode(plain, 'utf-16be'), null],
    ['UTF-16 without a mark behind a line break', iconv.encode(`\n${plain}`, 'utf-16le'), null],
    ['big-endian UTF-16 without a mark behind a space', iconv.encode(` ${plain}`, 'utf-16be'), null],
    ['UTF-32 with a mark', iconv.encode(plain, 'utf-32le', { addBOM: true }), null],
    ['UTF-16 under a header that says UTF-8', iconv.encode(plain, 'utf-16le'), 'text/xml; charset=utf-8'],
    ['windows-1252 by the header', iconv.encode(plain, 'windows-1252'), 'text/xml; charset="windows-1252"'],
    ['windows-1252 that the header calls latin-1', iconv.encode(plain, 'windows-1252'), 'a/b;charset=latin1'],
    ['windows-1252 that the header calls UTF-8', iconv.encode(plain, 'windows-1252'), 'a/b;charset=utf-8'],
    ['windows-1252 without a word', iconv.encode(plain.repeat(20), 'windows-1252'), null],
    ['an unknown charset', Buffer.from(plain), 'text/xml; charset=x-none'],
  ])('reads %s', (_, bytes, contentType) => {
    expect(decodeBytes(bytes, contentType, 'xml').trimStart().startsWith(plain)).toBe(true);
  });

  it.each([
    ['koi8-r', 'Кардиология'],
    ['shift_jis', '医学ニュース'],
    ['euc-kr', '의학 뉴스'],
    ['gb2312', '医学新闻'],
    ['big5', '醫學新聞'],
    ['iso-8859-2', 'Zdraví a nemoc, łóżko'],
    ['iso-8859-9', 'Sağlık'],
    ['cp437', 'Gesündere Ärzte'],
    ['cp866', 'Кардиология'],
  ])('reads %s by the declaration', (label, text) => {
    const document = xml(label, text);
    expect(decodeBytes(iconv.encode(document, label), null, 'xml')).toBe(document);
  });

  it('believes the header before the declaration', () => {
    const document = xml('iso-8859-1', 'Кардиология');
    expect(decodeBytes(iconv.encode(document, 'windows-1251'), 'text/xml; charset=windows-1251', 'xml')).toBe(
      document,
    );
  });

  it('reads the meta of a page', () => {
    const page =
      '<html><head><meta http-equiv=content-type content="text/html; charset=windows-1251"><p>Грипп';
    expect(decodeBytes(iconv.encode(page, 'windows-1251'), null, 'html')).toBe(page);
  });

  it('detects what nobody declares', () => {
    const text = `<a>${'Грипп и простуда: что нужно знать о вакцинах. '.repeat(10)}</a>`;
    expect(decodeBytes(iconv.encode(text, 'windows-1251'), null, 'xml')).toBe(text);
  });

  it('keeps UTF-8 with a few broken bytes, or cut within a letter', () => {
    const broken = Buffer.concat([Buffer.from(xml('utf-8', 'Größe')), Buffer.from([0xff]), Buffer.from('é')]);
    expect(decodeBytes(broken, null, 'xml')).toContain('Größe');
    const cut = Buffer.from('<a>Größe é').subarray(0, -1);
    expect(decodeBytes(cut, 'text/xml; charset=latin1', 'xml')).toContain('Größe');
  });

  it('never reads UTF-7', () => {
    const text = '<a>+ADw-script+AD4-</a>';
    expect(decodeBytes(Buffer.from(text), 'text/xml; charset=utf-7', 'xml')).toBe(text);
  });

  it('gives a text for any bytes and header', () => {
    const kinds = fc.constantFrom('xml' as const, 'html' as const);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.option(fc.string()), kinds, (bytes, header, kind) => {
        expect(typeof decodeBytes(bytes, header && `charset=${header}`, kind)).toBe('string');
      }),
    );
  });
});
