import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRetractionCsv } from '../../src/stories/retraction-csv.ts';

const at = '2026-11-24T12:00:00.000Z';
const header =
  'Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes,';

type Cells = Partial<Record<'date' | 'notice' | 'doi' | 'pmid' | 'nature' | 'reason', string>>;
const row = ({
  date = '3/9/2026 0:00',
  notice = '10.4321/N.1',
  doi = '10.4321/Paper.1',
  pmid = '0',
  nature = 'Retraction',
  reason = '',
}: Cells): string =>
  `1,"Tea, and bone",(BLS) Tea;,"Dept, City;",J Tea,Press,Nowhere,A Ash;B Elm,,Research Article;,${date},${notice},0,1/2/2020 0:00,${doi},${pmid},${nature},${reason},No,"Said ""so""",`;

async function notices(...rows: string[]) {
  const result = await parseRetractionCsv([header, ...rows].join('\r\n'), at);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

describe('parseRetractionCsv', () => {
  it('reads a row as a notice on its paper', async () => {
    expect(await notices(row({ pmid: '0012345', reason: '+Unreliable Results;+Fake Peer Review;' }))).toEqual(
      [
        {
          doi: '10.4321/paper.1',
          pmid: '12345',
          notice: {
            kind: 'retraction',
            at,
            date: '2026-03-09T00:00:00.000Z',
            reason: 'Unreliable Results; Fake Peer Review',
            url: 'https://doi.org/10.4321/n.1',
            doi: '10.4321/paper.1',
          },
        },
      ],
    );
  });

  const kinds: [nature: string, kind: string | undefined][] = [
    ['Retraction', 'retraction'],
    ['Expression of concern', 'expression of concern'],
    ['Correction', 'correction'],
    ['Reinstatement', undefined],
    ['', undefined],
  ];
  it.each(kinds)('takes %j for %s', async (nature, kind) => {
    expect((await notices(row({ nature })))[0]?.notice.kind).toBe(kind);
  });

  const dates: [written: string, date: string | null][] = [
    ['12/25/2021 0:00', '2021-12-25T00:00:00.000Z'],
    ['2021-12-25', '2021-12-25T00:00:00.000Z'],
    ['25/12/2021 0:00', null],
    ['2/30/2021 0:00', null],
    ['', null],
    ['soon', null],
  ];
  it.each(dates)('reads the date %j as %s', async (written, date) => {
    expect((await notices(row({ date: written })))[0]?.notice.date).toBe(date);
  });

  it('takes "unavailable" and 0 for no identifier, and leaves out a paper that has none', async () => {
    const found = await notices(
      row({ doi: 'Unavailable', pmid: '7', notice: 'unavailable' }),
      row({ doi: 'unavailable', pmid: '0' }),
    );
    expect(found.map(({ doi, pmid, notice }) => [doi, pmid, notice.url])).toEqual([[null, '7', null]]);
  });

  it('drops what a later reinstatement took back, and keeps what came after it', async () => {
    const found = await notices(
      row({ date: '1/1/2020 0:00' }),
      row({ date: '1/1/2021 0:00', nature: 'Reinstatement' }),
      row({ date: '1/1/2022 0:00', nature: 'Expression of concern' }),
      row({ doi: '10.4321/other' }),
    );
    expect(found.map(({ doi, notice }) => [doi, notice.kind])).toEqual([
      ['10.4321/paper.1', 'expression of concern'],
      ['10.4321/other', 'retraction'],
    ]);
  });

  it('reads a stream cut anywhere, with a byte order mark', async () => {
    const bytes = new TextEncoder().encode(
      `\ufeff${[header, row({}), row({ doi: '10.4321/é' })].join('\n')}`,
    );
    async function* chunks() {
      for (let start = 0; start < bytes.length; start += 7) yield bytes.subarray(start, start + 7);
    }
    const result = await parseRetractionCsv(chunks(), at);
    expect(result.ok && result.value.map(({ doi }) => doi)).toEqual(['10.4321/paper.1', '10.4321/é']);
  });

  it.each(['', 'a,b\n1,2', '<html></html>', header])('says that %j is not the table', async (text) => {
    const result = await parseRetractionCsv(text, at);
    expect(result).toMatchObject({ ok: false, error: { code: 'not-retraction-watch' } });
  });

  it('never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        await parseRetractionCsv(text, at);
        await parseRetractionCsv(`${header}\n${text}`, at);
      }),
      { numRuns: 100 },
    );
  });
});
