import type { StudyIdType } from '../../src/core/study.ts';

type Expected = Partial<Record<StudyIdType, string[]>>;

/** [what the case shows, text or HTML, the study's own identifiers]. */
export const ownIds: [name: string, input: string, expected: Expected][] = [
  ['leaves the full stop of the sentence', 'See 10.4321/heart.2024.17.', { doi: ['10.4321/heart.2024.17'] }],
  ['lowers case and drops the resolver', 'HTTPS://DOI.ORG/10.4321/HeArT.17', { doi: ['10.4321/heart.17'] }],
  ['keeps balanced brackets', '(doi:10.4321/S0140(20)32661-1)', { doi: ['10.4321/s0140(20)32661-1'] }],
  ['cuts at a bracket never opened', '[see 10.4321/abc.5]', { doi: ['10.4321/abc.5'] }],
  [
    'reads a SICI',
    'doi:10.4321/(SICI)1234(1997)53:4<363::AID-X2>3.0.CO;2-L).',
    { doi: ['10.4321/(sici)1234(1997)53:4<363::aid-x2>3.0.co;2-l'] },
  ],
  [
    'reads a SICI with entities',
    '10.4321/(SICI)1234(1997)53:4&lt;363::AID-X2&gt;3.0.CO;2-L',
    { doi: ['10.4321/(sici)1234(1997)53:4<363::aid-x2>3.0.co;2-l'] },
  ],
  [
    'reads an old DOI with square brackets',
    '10.4321/0012(2006)87[2008:AIADI]2.0.CO;2',
    { doi: ['10.4321/0012(2006)87[2008:aiadi]2.0.co;2'] },
  ],
  [
    'undoes percent escapes, twice where needed',
    'u=https%253A%252F%252Fdoi.org%252F10.4321%252Fabc17',
    { doi: ['10.4321/abc17'] },
  ],
  ['drops a query', 'https://journal.example/doi/10.4321/abc17?af=R', { doi: ['10.4321/abc17'] }],
  [
    'drops the view behind the DOI',
    'https://journal.example/articles/10.4321/abc17/full',
    { doi: ['10.4321/abc17'] },
  ],
  [
    'drops the number and the title that a platform puts behind the DOI',
    'https://journal.example/abc/article/doi/10.4321/abc.6c00154/5292065/Structure-and-Function-of',
    { doi: ['10.4321/abc.6c00154'] },
  ],
  [
    'drops such a number alone where the registrant has no slashes in its names',
    'https://pubs.example/article/doi/10.1021/abc.6c00154/5292065',
    { doi: ['10.1021/abc.6c00154'] },
  ],
  ['drops .pdf', 'https://journal.example/10.4321/abc17.pdf', { doi: ['10.4321/abc17'] }],
  [
    'drops the version of a preprint',
    'https://www.medrxiv.org/content/10.1101/2022.02.02.22270300v2.full-text',
    { doi: ['10.1101/2022.02.02.22270300'] },
  ],
  [
    'counts a table of PLOS as its article',
    '10.1371/journal.pmed.1234567.t002',
    { doi: ['10.1371/journal.pmed.1234567'] },
  ],
  ['joins a DOI broken after its slash', 'doi: 10.4321/\nabc17', { doi: ['10.4321/abc17'] }],
  [
    'tells two DOIs apart that only a comma parts',
    '10.4321/abc17,10.4321/def18',
    { doi: ['10.4321/abc17', '10.4321/def18'] },
  ],
  [
    'ends a DOI at the next label',
    'doi:10.4321/abc17;PMID:33301246',
    { doi: ['10.4321/abc17'], pmid: ['33301246'] },
  ],
  ['ends a DOI at a full stop of Chinese', 'DOI：10.4321/abc17。', { doi: ['10.4321/abc17'] }],
  ['ignores zero-width characters', '10.4321/\u200babc17\ufeff', { doi: ['10.4321/abc17'] }],
  ['takes money for money', 'It costs $10.5000/month or € 10.5000/unit.', {}],
  ['takes a rate for a rate', 'a rate of 10.4321/100,000 people, 10.2500/kg', {}],
  ['takes dates for dates', 'between 5.10.2021/6.10.2021 and 10.2021/11.2021', {}],
  ['takes a lot for a lot', 'Recalled: lot 10.4321/B7', {}],
  ['takes an image for an image', '<a href="https://cdn.example/10.4321/scan.jpg">scan</a>', {}],
  ['asks for a registrant of four digits', '10.432/abc17 and 10/abc17', {}],
  ['finds nothing inside a longer number', '2010.4321/abc17', {}],
  [
    'reads PMIDs in their spellings',
    'PMID: 0012345, PubMed ID 223344, pmid:998877',
    { pmid: ['12345', '223344', '998877'] },
  ],
  [
    'reads a list of PMIDs',
    'PMIDs: 33301246, 33306989 and 32678530',
    { pmid: ['33301246', '33306989', '32678530'] },
  ],
  [
    'reads PubMed addresses',
    'https://pubmed.ncbi.nlm.nih.gov/33301246/ https://europepmc.org/article/med/33306989',
    { pmid: ['33301246', '33306989'] },
  ],
  ['takes no bare number for a PMID', 'PMID pending; 33301246 people', {}],
  ['takes no number of nine digits for a PMID', 'PMID: 333012461', {}],
  [
    'reads PMC numbers',
    'PMCID: PMC7745181, PMC-123456, https://pmc.ncbi.nlm.nih.gov/articles/PMC654321.1/',
    { pmcid: ['PMC7745181', 'PMC123456', 'PMC654321'] },
  ],
  ['reads old PMC numbers that are said to be some', 'PMCID: PMC1234', { pmcid: ['PMC1234'] }],
  ['takes a meeting of a year for none', 'PMC2020 and PMC 2020 were meetings', {}],
  [
    'writes a Chinese trial in one way',
    'ChiCTR-2000029308 and ChiCTR2000029308',
    { other: ['ChiCTR2000029308'] },
  ],
  ['takes noughts for a form’s example', 'e.g. ISRCTN00000000 or NCT00000000', {}],
  ['reads a Japanese doctors’ trial', 'JMA-IIA00402', { other: ['JMA-IIA00402'] }],
  [
    'takes no postcode and no broadcaster for a Dutch trial',
    'The NTR 2020 season, 1234 NL1234 AB Amsterdam',
    {},
  ],
  ['reads Dutch trials', 'Dutch trial register NL8504, NTR 1234', { other: ['NL8504', 'NTR1234'] }],
  [
    'knows the BMJ’s shortest addresses',
    'https://www.bmj.com/content/372/bmj.n71',
    { doi: ['10.1136/bmj.n71'] },
  ],
  ['takes PMC the word for a word', 'PMC (a hospital) saw 2631623 people', {}],
  [
    'reads trial numbers in their spellings',
    'NCT 04368728; NCT-04368729; nct04368730',
    { nct: ['NCT04368728', 'NCT04368729', 'NCT04368730'] },
  ],
  ['counts the digits of trial numbers', 'NCT0436872, NCT043687281, ISRCTN5018967', {}],
  ['reads ISRCTN', 'ISRCTN registry number: 50189673', { isrctn: ['ISRCTN50189673'] }],
  ['reads EudraCT with dashes of any kind', 'EudraCT 2020–001113–21', { eudract: ['2020-001113-21'] }],
  ['asks for a word before a EudraCT shape', 'File 2020-001113-21 of the court', {}],
  ['tells EU CT from EudraCT', 'EudraCT/CTIS 2022-500024-30-00', { euct: ['2022-500024-30-00'] }],
  ['reads arXiv without version', 'arXiv:2003.09871v3 [q-bio.PE]', { arxiv: ['2003.09871'] }],
  ['reads old arXiv numbers', 'https://arxiv.org/abs/hep-th/9901001v2', { arxiv: ['hep-th/9901001'] }],
  [
    'sees arXiv in its DOI',
    'doi.org/10.48550/arXiv.2003.09871',
    { doi: ['10.48550/arxiv.2003.09871'], arxiv: ['2003.09871'] },
  ],
  ['takes a decimal for a decimal', 'a median of 1234.56789', {}],
  [
    'reads German, Chinese and Indian registers',
    'DRKS 00021214, ChiCTR-TRC-08000150, ChiCTR2000029308, CTRI/2020/04/024775',
    { other: ['DRKS00021214', 'ChiCTR-TRC-08000150', 'ChiCTR2000029308', 'CTRI/2020/04/024775'] },
  ],
  [
    'reads Japanese, Iranian and African registers',
    'jRCTs031200001, UMIN000040504, IRCT20200318046812N1, PACTR202004893013257',
    { other: ['jRCTs031200001', 'UMIN000040504', 'IRCT20200318046812N1', 'PACTR202004893013257'] },
  ],
  [
    'reads Australian, Thai, Korean and Cuban registers',
    'ACTRN12620000445976p, TCTR20200404004, KCT0005105, RPCEC00000307',
    { other: ['ACTRN12620000445976', 'TCTR20200404004', 'KCT0005105', 'RPCEC00000307'] },
  ],
  [
    'reads reviews, Brazilian and Dutch registers',
    'PROSPERO CRD 42020178131; RBR-2xsb4v; Netherlands Trial Register NL8715',
    { other: ['CRD42020178131', 'RBR-2xsb4v', 'NL8715'] },
  ],
  [
    'derives the DOI from addresses that determine it',
    'https://www.nature.com/articles/s41586-020-2649-2 https://www.bmj.com/content/371/bmj.m3862',
    { doi: ['10.1038/s41586-020-2649-2', '10.1136/bmj.m3862'] },
  ],
  [
    'reads a link whose text says nothing',
    '<p>It <a href="https://doi.org/10.4321/abc17">worked</a>.</p>',
    { doi: ['10.4321/abc17'] },
  ],
  [
    'reads a DOI across inline markup',
    '<p>doi:10.4321/<b>abc</b><wbr>17<br>Next</p>',
    { doi: ['10.4321/abc17'] },
  ],
  [
    'parts cells and links',
    '<td>10.4321/abc17</td><td>2020</td><a href="#">10.4321/def18</a><a href="#">Open</a>',
    { doi: ['10.4321/abc17', '10.4321/def18'] },
  ],
  [
    'reads escaped HTML in a feed item',
    '<item><description>&lt;p&gt;doi:10.4321/abc17&lt;br/&gt;x&lt;/p&gt;</description></item>',
    { doi: ['10.4321/abc17'] },
  ],
  [
    'reads CDATA',
    '<item><description><![CDATA[doi:10.4321/abc17]]></description></item>',
    { doi: ['10.4321/abc17'] },
  ],
  [
    'ignores scripts, styles, comments and images',
    '<!-- 10.4321/a17 --><script>x="10.4321/b17"</script><style>a{b:10.4321/c17}</style><img src="/10.4321/d17">',
    {},
  ],
  [
    'leaves a reference list alone',
    '<p>doi:10.4321/abc17</p><ol class="c-article-references"><li>doi:10.4321/r1</li></ol><p>NCT04368728</p>',
    { doi: ['10.4321/abc17'], nct: ['NCT04368728'] },
  ],
  [
    'leaves what a heading opens alone, up to the next of its level',
    '<h2>Cited by (3)</h2><h3>2020</h3><p>doi:10.4321/r1</p><h2>Trial</h2><p>NCT04368728</p>',
    { nct: ['NCT04368728'] },
  ],
  [
    'leaves a bold heading and its paragraphs alone',
    '<p>doi:10.4321/abc17</p><p><b>References</b></p><p>1. doi:10.4321/r1</p><p>2. doi:10.4321/r2</p>',
    { doi: ['10.4321/abc17'] },
  ],
  [
    'leaves a wrapped heading and the list behind its wrapper alone',
    '<section><header><h2>References</h2></header><ul><li>doi:10.4321/r1</li></ul></section><p>doi:10.4321/abc17</p>',
    { doi: ['10.4321/abc17'] },
  ],
  [
    'leaves related links alone',
    '<div class="relatedContent"><a href="https://doi.org/10.4321/r1">x</a></div><p>doi:10.4321/abc17</p>',
    { doi: ['10.4321/abc17'] },
  ],
  [
    'leaves menus and comments alone',
    '<nav><a href="/doi/10.4321/r1">x</a></nav><div id="comments"><p>doi:10.4321/r2</p></div>',
    {},
  ],
  [
    'leaves citation_reference alone',
    '<meta name="citation_doi" content="10.4321/abc17"><meta name="citation_reference" content="citation_doi=10.4321/r1;">',
    { doi: ['10.4321/abc17'] },
  ],
  [
    'takes a journal reference for the study',
    '<h4>Journal Reference:</h4><div id="journal_references">Ash. <a href="https://doi.org/10.4321/abc17">DOI</a></div>',
    { doi: ['10.4321/abc17'] },
  ],
  [
    'leaves references in plain text alone',
    'About doi:10.4321/abc17.\n\nReferences\n1. Ash. doi:10.4321/r1\n2. Elm. PMID: 33306989\n\nFunding\nNCT04368728',
    { doi: ['10.4321/abc17'], nct: ['NCT04368728'] },
  ],
  [
    'leaves references on one line alone',
    'Found in doi:10.4321/abc17. References 1. Ash. doi:10.4321/r1 2. Elm. doi:10.4321/r2',
    { doi: ['10.4321/abc17'] },
  ],
  [
    'reads JSON-LD of an article, not its citations',
    '<script type="application/ld+json">{"@type":"ScholarlyArticle","identifier":"10.4321/abc17","citation":[{"@id":"https://doi.org/10.4321/r1"}]}</script>',
    { doi: ['10.4321/abc17'] },
  ],
  [
    'takes a crowd of works for a bibliography',
    Array.from({ length: 14 }, (_, n) => `doi:10.4321/r${n + 10}`).join('\n'),
    {},
  ],
  [
    'takes the citation of the article itself for its own',
    '<p><strong>Citation:</strong> Ash J (2020) Tea. https://doi.org/10.4321/abc17</p>',
    { doi: ['10.4321/abc17'] },
  ],
  [
    'leaves a labelled line alone',
    '<p>doi:10.4321/abc17</p><p>References: doi:10.4321/r1</p><p>Related: <a href="https://doi.org/10.4321/r2">x</a></p><p>NCT04368728</p>',
    { doi: ['10.4321/abc17'], nct: ['NCT04368728'] },
  ],
  [
    'takes a decimal, a year and a volume for what they are',
    'ratio 10.4321/5.678, order 10.4321/2021, 10.4321/100ml',
    {},
  ],
  [
    'drops what a platform adds to a DOI',
    'https://academic.example/cid/article/doi/10.1093/cid/abcd1012/5876289',
    { doi: ['10.1093/cid/abcd1012'] },
  ],
];
