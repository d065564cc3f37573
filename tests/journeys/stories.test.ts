import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Origin, startOrigin } from '../support/origin.ts';
import { configFor, type Workplace, workplace } from '../support/workplace.ts';

const SOURCES = ['gazette', 'herald', 'wire', 'journal'] as const;
type Name = (typeof SOURCES)[number];

type Told = {
  title: string;
  text: string;
  /** Time of publication; the path of its address is made of it. */
  at: string;
  doi?: string;
  category?: string;
};

const TRIAL =
  'Giving extremely preterm newborns a daily drop of probiotics cut the number of serious gut infections by a third, ' +
  'according to a randomised trial of 1,310 newborns in 24 hospitals across Denmark and Norway that was published on Monday. ' +
  'Necrotising enterocolitis developed in 61 newborns of the probiotic group and in 92 of the placebo group, the investigators said.';
const agency = (place: string) =>
  `${place} (Reuters) - ${TRIAL} The study is at https://doi.org/10.1234/gut.77`;

const paper: Told = {
  title:
    'Probiotic drops for prevention of necrotising enterocolitis in preterm newborns: a randomised trial',
  text: 'We randomly assigned 1,310 preterm newborns in 24 hospitals to probiotic drops or placebo. Necrotising enterocolitis was the primary outcome.',
  at: '2026-03-02T06:00:00Z',
  doi: '10.1234/gut.77',
};
const inGazette: Told = {
  title: 'Probiotic drops protect preterm babies',
  text: agency('LONDON'),
  at: '2026-03-02T08:00:00Z',
  category: 'Neonatology',
};
const inHerald: Told = {
  title: 'Daily drop spares the smallest newborns',
  text: agency('LONDON'),
  at: '2026-03-02T07:00:00Z',
};
const inWire: Told = {
  title: 'Gut infections of preterm infants down by a third',
  text: agency('OSLO'),
  at: '2026-03-02T09:00:00Z',
};

/** Stories of one field that have nothing to do with each other but their field. */
const beside: Told[] = [
  'Nasal oxygen calms breathing pauses of preterm newborns in Lyon',
  'Donor milk banks run short for preterm newborns in Ohio',
  'Skin contact within minutes warms preterm newborns in Ghana',
].map((title, n) => ({ title, text: `${title}.`, at: `2026-02-${10 + 4 * n}T06:00:00Z` }));

let place: Workplace;
let origins: Map<Name, Origin>;

beforeEach(async () => {
  place = await workplace();
  origins = new Map(
    await Promise.all(SOURCES.map(async (name): Promise<[Name, Origin]> => [name, await startOrigin()])),
  );
  for (const name of SOURCES) list(name);
  await configure();
});

afterEach(async () => {
  await Promise.all([...origins.values()].map((origin) => origin.close()));
  await place.remove();
});

const configure = (rest: object = {}) =>
  place.configure(
    configFor(
      SOURCES.map((id) => ({ id, url: `${origins.get(id)?.url}/feed` })),
      rest,
    ),
  );

/** What a source's feed lists from now on. */
function list(name: Name, ...items: Told[]): void {
  const xml = items.map(
    ({ title, text, at, doi, category }) =>
      `<item><title>${title}</title><link>${linkOf(name, at)}</link><guid>${linkOf(name, at)}</guid>` +
      `<pubDate>${new Date(at).toUTCString()}</pubDate><description>${text}</description>` +
      `${doi ? `<prism:doi>${doi}</prism:doi>` : ''}${category ? `<category>${category}</category>` : ''}</item>`,
  );
  origins
    .get(name)
    ?.set(
      '/feed',
      `<rss version="2.0" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"><channel><title>The ${name}</title><link>https://${name}.example.org/</link><description>d</description>${xml.join('')}</channel></rss>`,
    );
}

const linkOf = (name: Name, at: string) => `https://${name}.example.org/${at.replace(/\D/g, '')}`;

type Item = {
  id: string;
  url: string;
  title: string;
  date_modified: string;
  content_html: string;
  tags?: string[];
  _mia: {
    studyIds: Record<string, string[]>;
    studyLinks: { url: string }[];
    topics: { slug: string; label: string }[];
    evidence: { design: string; sample: { size: number; unit: string } } | null;
    notices: { kind: string; doi: string | null }[];
    coverage: { title: string; url: string; source: string }[];
    related: { title: string; url: string }[];
  };
};

const itemsOf = async (path = 'feed'): Promise<Item[]> =>
  JSON.parse(await place.read(`output/${path}.json`)).items;

async function itemAt(index: number, path?: string): Promise<Item> {
  const item = (await itemsOf(path))[index];
  if (!item) throw new Error(`No entry ${index}`);
  return item;
}

async function itemCalled(title: string, path?: string): Promise<Item> {
  const item = (await itemsOf(path)).find((each) => each.title === title);
  if (!item) throw new Error(`No entry "${title}"`);
  return item;
}

const at = (hour: number, day = 2) =>
  `2026-03-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00Z`;

async function imported(csv: string, now: string): Promise<{ papers: number; stories: number }> {
  await writeFile(join(place.dir, 'retractions.csv'), csv);
  const { code, stdout, stderr } = await place.run(
    'retractions',
    'import',
    'retractions.csv',
    '--json',
    '--now',
    now,
  );
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const HEADER =
  'Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes';
const csvRow = (doi: string, nature = 'Retraction', pmid = '0') =>
  `7,A title,"(HSC) Medicine;",An institution,A journal,A publisher,Norway,"A, B",,Research Article;,3/5/2026 0:00,10.1234/notice.1,0,3/2/2026 0:00,${doi},${pmid},${nature},+Unreliable Results;,No,`;
const RETRACTED = `${HEADER}\n${csvRow('10.1234/GUT.77')}\n`;

describe('one study in a journal and three outlets', () => {
  beforeEach(() => {
    list('journal', paper);
    list('gazette', inGazette);
    list('herald', inHerald);
    list('wire', inWire);
  });

  it('is one entry, led by the journal, with the others as coverage', async () => {
    const report = await place.refresh(at(12));
    expect(report.stories).toEqual({ new: 1, updated: 0, total: 1 });
    expect(report.sources.map(({ newItems, duplicateItems }) => [newItems, duplicateItems])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 0],
    ]);
    const item = await itemAt(0);
    expect(await itemsOf()).toHaveLength(1);
    expect([item.title, item.url]).toEqual([paper.title, linkOf('journal', paper.at)]);
    expect(item._mia.coverage.map(({ source, title }) => [source, title])).toEqual([
      ['herald', inHerald.title],
      ['gazette', inGazette.title],
      ['wire', inWire.title],
    ]);
    for (const format of ['atom', 'rss', 'json']) {
      const text = (await place.read(`output/feed.${format}`)).replaceAll('\\', '');
      expect(text).toContain('Also covered by');
      expect(text).toContain(`href="${linkOf('herald', inHerald.at)}"`);
    }
  });

  it('says its study as links and data, its topics as categories, and its evidence as automatic', async () => {
    await place.refresh(at(12));
    const item = await itemAt(0);
    expect(item._mia.studyIds.doi).toEqual(['10.1234/gut.77']);
    expect(item._mia.studyLinks).toMatchObject([{ url: 'https://doi.org/10.1234/gut.77' }]);
    expect(item.content_html).toContain('href="https://doi.org/10.1234/gut.77"');
    expect(item._mia.evidence).toMatchObject({
      design: 'randomised trial',
      sample: { size: 1310, unit: 'newborns' },
    });
    expect(item.content_html).toContain(
      'Evidence, labelled automatically: randomised trial, in people, 1,310 newborns',
    );
    const slugs = item._mia.topics.map(({ slug }) => slug);
    expect(slugs).toContain('neonatology');
    expect(item.tags).toContain('Newborns');
    const atom = parseAtomFeed(await place.read('output/feed.atom'));
    expect(atom.entries?.[0]?.categories?.map(({ term }) => term)).toEqual(expect.arrayContaining(slugs));
    const rss = parseRssFeed(await place.read('output/feed.rss'));
    expect(rss.items?.[0]?.categories?.map(({ name }) => name)).toContain('Newborns');
  });

  it('is in the feeds of its topics and of those above them, in three formats', async () => {
    await place.refresh(at(12));
    const { id, _mia } = await itemAt(0);
    expect(_mia.topics.length).toBeGreaterThan(1);
    for (const { slug } of _mia.topics) {
      expect(await itemAt(0, `topics/${slug}`)).toMatchObject({ id });
      expect(await place.read(`output/topics/${slug}.atom`)).toContain(id);
      expect(await place.read(`output/topics/${slug}.rss`)).toContain(id);
    }
  });

  it('is explained by its id, by the address of any of its articles, and for people', async () => {
    await place.refresh(at(12));
    const { id } = await itemAt(0);
    for (const name of [id, linkOf('wire', inWire.at), linkOf('journal', paper.at)]) {
      const { code, stdout } = await place.run('explain', name);
      expect(code).toBe(0);
      expect(stdout).toContain(id);
      expect(stdout).toContain('Both are about doi:10.1234/gut.77.');
      expect(stdout).toContain('They are in one story.');
    }
    const told = await place.run('explain', id, '--json');
    expect(JSON.parse(told.stdout)).toMatchObject({
      story: { id, title: paper.title },
      pairs: [{ together: true }, { together: true }, { together: true }],
    });
  });
});

describe('coverage that comes later', () => {
  beforeEach(async () => {
    list('journal', paper);
    await place.refresh(at(7));
  });

  it('updates the entry in place, and readers do not see it as unread', async () => {
    const before = await itemAt(0);
    const atomBefore = parseAtomFeed(await place.read('output/feed.atom'));
    list('gazette', inGazette);
    list('wire', inWire);
    const report = await place.refresh(at(12));
    expect(report.stories).toEqual({ new: 0, updated: 0, total: 1 });
    const after = await itemAt(0);
    expect(await itemsOf()).toHaveLength(1);
    expect([after.id, after.title, after.date_modified]).toEqual([
      before.id,
      before.title,
      before.date_modified,
    ]);
    expect(after._mia.coverage).toHaveLength(2);
    const atom = parseAtomFeed(await place.read('output/feed.atom'));
    expect(atom.entries?.[0]?.updated).toEqual(atomBefore.entries?.[0]?.updated);
    expect(atom.updated).toEqual(atomBefore.updated);
  });

  it('moves updated where an original takes the lead from a copy', async () => {
    list('journal');
    await place.remove();
    place = await workplace();
    await configure();
    list('herald', inHerald);
    await place.refresh(at(8));
    const before = await itemAt(0);
    list('journal', { ...paper, at: '2026-03-02T09:30:00Z' });
    await place.refresh(at(12));
    const after = await itemAt(0);
    expect([before.title, after.title, after.id]).toEqual([inHerald.title, paper.title, before.id]);
    expect(after.date_modified > before.date_modified).toBe(true);
  });
});

describe('a preprint and its journal version', () => {
  const preprint: Told = {
    title: 'Sleep of shift nurses and blood pressure',
    text: 'We followed nurses on rotating shifts.',
    at: '2026-03-01T06:00:00Z',
    doi: '10.1101/2026.02.27.26300001',
  };
  const version: Told = {
    title: 'Rotating rosters, hypertension and rest: a cohort study',
    text: 'Rosters that rotate go with raised pressure.',
    at: '2026-03-02T06:00:00Z',
    doi: '10.1234/rota.5',
  };
  const both: Told = {
    title: 'Night work raises blood pressure',
    text: 'The findings, first posted as https://doi.org/10.1101/2026.02.27.26300001, are now published: https://doi.org/10.1234/rota.5',
    at: '2026-03-03T06:00:00Z',
  };

  it('become one story under the older id when a page names both, and nothing is new', async () => {
    list('wire', preprint);
    await place.refresh(at(7));
    list('journal', version);
    await place.refresh(at(9));
    const older = await itemCalled(preprint.title);
    const younger = await itemCalled(version.title);
    expect((await place.run('explain', older.id, younger.id)).stdout).toContain('They are in two stories.');
    list('gazette', both);
    const report = await place.refresh(at(7, 3));
    expect(report.stories.new).toBe(0);
    const items = await itemsOf();
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ id: older.id, date_modified: older.date_modified });
    expect(items[0]?._mia.coverage.map(({ title }) => title)).toEqual(
      expect.arrayContaining([version.title, both.title]),
    );
    expect(await itemsOf('sources/journal')).toMatchObject([{ id: older.id }]);

    const { code, stdout } = await place.run('explain', younger.id, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).story).toMatchObject({ id: older.id, aliases: [younger.id] });
    expect((await place.run('explain', younger.id)).stdout).toContain(`once also ${younger.id}`);
  });
});

describe('related stories', () => {
  it('are others on the subject, in data and text, and never the story itself or its coverage', async () => {
    list('journal', ...beside);
    await place.refresh(at(5));
    list('journal', paper, ...beside);
    list('gazette', inGazette);
    list('wire', inWire);
    await place.refresh(at(12));
    const item = await itemCalled(paper.title);
    const own = [item.url, ...item._mia.coverage.map(({ url }) => url)];
    expect(item._mia.related.length).toBeGreaterThan(0);
    for (const { url, title } of item._mia.related) {
      expect(own).not.toContain(url);
      expect(beside.map((each) => each.title)).toContain(title);
      expect(item.content_html).toContain(url);
    }
    const neighbour = await itemCalled(item._mia.related[0]?.title ?? '');
    expect(neighbour._mia.related.map(({ url }) => url)).toContain(item.url);
  });
});

describe('a retraction', () => {
  const newsOf = (count: number): Told[] =>
    Array.from({ length: count }, (_, n) => ({
      title: `${['Rabies', 'Gout', 'Scurvy', 'Lupus', 'Mumps', 'Rickets', 'Plague'][n]} in ${['Peru', 'Fiji', 'Chad', 'Oman', 'Cuba', 'Mali', 'Laos'][n]}`,
      text: '',
      at: `2026-03-03T0${n}:00:00Z`,
    }));

  async function publishThenBury(): Promise<Item> {
    await configure({ feed: { items: 5 } });
    list('journal', paper);
    list('gazette', inGazette);
    await place.refresh(at(12));
    const before = await itemAt(0);
    list('herald', ...newsOf(7));
    await place.refresh(at(12, 3));
    expect((await itemsOf()).map(({ id }) => id)).not.toContain(before.id);
    return before;
  }

  it('from the Retraction Watch table is told at the top of the entry, which is back on top of the feed', async () => {
    const before = await publishThenBury();
    expect(await imported(RETRACTED, at(12, 6))).toMatchObject({ papers: 1, stories: 1 });
    const item = await itemAt(0);
    expect(item.id).toBe(before.id);
    expect(item.date_modified.slice(0, 16)).toBe('2026-03-06T12:00');
    expect(item.content_html).toMatch(/^<p><strong>Retracted \(2026-03-05\)<\/strong>: Unreliable Results\./);
    expect(item._mia.notices).toMatchObject([{ kind: 'retraction', doi: '10.1234/gut.77' }]);
    const atom = parseAtomFeed(await place.read('output/feed.atom'));
    expect(atom.entries?.[0]?.id).toBe(before.id);
    expect(atom.entries?.[0]?.content).toMatchObject({
      value: expect.stringMatching(/^<p><strong>Retracted/),
    });

    const { stdout } = await place.run('status', '--now', at(13, 6));
    expect(stdout).toContain(`retraction: ${paper.title}`);
    const status = JSON.parse((await place.run('status', '--json', '--now', at(13, 6))).stdout);
    expect(status.flagged).toMatchObject([{ id: before.id, notices: [{ kind: 'retraction' }] }]);
  });

  it('that is imported again changes nothing', async () => {
    await publishThenBury();
    await imported(RETRACTED, at(12, 6));
    const [times, items] = [await place.outputTimes(), await itemsOf()];
    expect(await imported(RETRACTED, at(12, 7))).toMatchObject({
      papers: 1,
      stories: 0,
      output: { written: 0 },
    });
    expect([await place.outputTimes(), await itemsOf()]).toEqual([times, items]);
  });

  it('in a feed flags the story of the paper that the notice names', async () => {
    const before = await publishThenBury();
    list('wire', {
      title: 'Retraction: Probiotic drops for prevention of necrotising enterocolitis',
      text: 'The editors retract this article because its data could not be verified: https://doi.org/10.1234/gut.77',
      at: '2026-03-06T09:00:00Z',
    });
    await place.refresh(at(12, 6));
    const item = await itemCalled(paper.title);
    expect(item.id).toBe(before.id);
    expect(item.date_modified.slice(0, 16)).toBe('2026-03-06T12:00');
    expect(item.content_html).toMatch(/^<p><strong>Retracted/);
    expect((await place.run('status')).stdout).toContain(`retraction: ${paper.title}`);
    const times = await place.outputTimes();
    await place.refresh(at(18, 6));
    expect(await place.outputTimes()).toEqual(times);
  });

  it('known before the paper comes is told with its first entry', async () => {
    await imported(RETRACTED, at(1));
    list('journal', paper);
    await place.refresh(at(12));
    expect((await itemAt(0)).content_html).toMatch(/^<p><strong>Retracted/);
  });

  it('by PubMed number or as a correction is told, too, and once though two numbers name the paper', async () => {
    list('journal', { ...paper, text: `${paper.text} PMID: 31999001` });
    await place.refresh(at(12));
    const csv = `${HEADER}\n${csvRow('10.1234/gut.77', 'Correction', '31999001')}\n`;
    await imported(csv, at(12, 4));
    const item = await itemAt(0);
    expect(item._mia.studyIds.pmid).toEqual(['31999001']);
    expect(item._mia.notices.map(({ kind }) => kind)).toEqual(['correction']);
    expect(item.content_html).toMatch(/^<p><strong>Corrected/);
    expect(item.date_modified.slice(0, 16)).toBe('2026-03-04T12:00');
    await imported(`${HEADER}\n${csvRow('unavailable', 'Retraction', '31999001')}\n`, at(12, 5));
    expect((await itemAt(0))._mia.notices.map(({ kind }) => kind)).toEqual(['retraction', 'correction']);
  });

  it('of a table that is none is refused with a sentence', async () => {
    await writeFile(join(place.dir, 'other.csv'), 'a,b\n1,2\n');
    const { code, stderr } = await place.run('retractions', 'import', 'other.csv');
    expect(code).toBe(2);
    expect(stderr).toContain('not the Retraction Watch table');
  });
});

describe('a story that leaves a topic', () => {
  it('leaves the feed of the topic, too', async () => {
    list('herald', {
      title: 'Measles cases in two towns',
      text: 'Measles came back.',
      at: '2026-03-02T06:00:00Z',
    });
    await place.refresh(at(7));
    expect(await itemsOf('topics/measles')).toHaveLength(1);
    list('herald', {
      title: 'Asthma cases in two towns',
      text: 'It was asthma that came back.',
      at: '2026-03-02T06:00:00Z',
    });
    await place.refresh(at(12));
    expect((await itemAt(0)).title).toBe('Asthma cases in two towns');
    expect(await itemsOf('topics/asthma')).toHaveLength(1);
    expect(await readdir(join(place.output, 'topics'))).toContain('measles.json');
    expect(await itemsOf('topics/measles')).toEqual([]);
  });
});

describe('explain', () => {
  it('says of what it does not know that nothing is stored, and ends with 2', async () => {
    list('journal', paper);
    await place.refresh(at(12));
    for (const names of [
      ['tag:feed.example.org,2026:nothing'],
      ['https://nowhere.example.org/'],
      [linkOf('journal', paper.at), 'x'],
    ]) {
      const { code, stderr } = await place.run('explain', ...names);
      expect(code).toBe(2);
      expect(stderr).toContain(`Nothing is stored under "${names.at(-1)}"`);
    }
  });

  it('says why two are apart', async () => {
    list('journal', paper, { ...(beside[0] as Told), at: '2026-03-02T05:00:00Z' });
    await place.refresh(at(12));
    const { code, stdout } = await place.run(
      'explain',
      linkOf('journal', paper.at),
      linkOf('journal', '2026-03-02T05:00:00Z'),
    );
    expect(code).toBe(0);
    expect(stdout).toContain('They are in two stories.');
    expect(stdout).toMatch(
      /that is 0\.\d\d of what would join two articles|By their words nothing joins them/,
    );
  });
});
