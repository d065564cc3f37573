import type { Evidence } from '../../src/core/story.ts';
import { composeDigest, type Shown } from '../../src/newsletter/mail/digest.ts';
import type { FeedEntry } from '../../src/publish/edition.ts';
import { anEntry } from '../publish/support.ts';

export const FRAME = {
  site: { title: 'Mia’s Feed', url: 'https://feed.example.org/', language: 'en' },
  issue: 'Weekly · Monday, 23 November 2026',
  postalAddress: 'Mia’s Feed\n12 Example Street\n10115 Berlin\nGermany',
};

export const LINKS = {
  preferences: 'https://feed.example.org/newsletter/preferences?token=0123456789abcdef.AbC_d-e',
  unsubscribe: 'https://feed.example.org/newsletter/unsubscribe?token=0123456789abcdef.XyZ_w-v',
};

export function shown(
  title: string,
  topic: string | null,
  source: string,
  more: Partial<FeedEntry> = {},
): Shown {
  const id = title
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .slice(0, 40);
  const entry = anEntry({
    id: `tag:feed.example.org,2026:${id}`,
    title,
    url: `https://${source.toLowerCase().replace(/\W+/g, '-')}.example/news/${id}`,
    published: '2026-11-22T08:00:00.000Z',
    language: 'en',
    ...more,
  });
  return {
    entry: { ...entry, source: { ...entry.source, id: source, name: source } },
    path: `stories/2026/11/${id}/`,
    topic,
  };
}

const evidence = (over: Partial<Evidence>): Evidence => ({
  design: null,
  subjects: null,
  sample: null,
  status: null,
  because: {},
  ...over,
});

const covered = (...sources: string[]) =>
  sources.map((source) => ({ title: 'The same', url: `https://${source.length}.example/`, source }));

/** A week with everything in it. */
export const sampleDigest = () =>
  composeDigest(
    [
      shown(
        'A once-a-week tablet keeps blood pressure down as well as a daily one, trial of 2,410 adults finds',
        'Cardiology',
        'The Heart Journal',
        {
          summary:
            'Adults who took one tablet a week had the same blood pressure after a year as those who took one each morning. Three in four of them said that they would rather keep the weekly one. Side effects were as rare in both groups.',
          evidence: evidence({
            design: 'randomised trial',
            subjects: 'people',
            sample: { size: 2410, unit: 'adults' },
            status: 'peer-reviewed',
          }),
          coverage: covered('National Health News', 'Daily Medical', 'Science Wire', 'City University'),
        },
      ),
      shown(
        'Walking after meals lowers sugar peaks in type 2 diabetes',
        'Endocrinology',
        'Diabetes Reports',
        {
          summary:
            'Ten minutes at an easy pace did more than half an hour at another time of day. The authors followed 64 people for six weeks and warn that the effect may fade.',
          evidence: evidence({
            design: 'randomised trial',
            subjects: 'people',
            sample: { size: 64, unit: 'people' },
          }),
        },
      ),
      shown(
        'Measles cases double in a year as vaccination slips below 90 %',
        'Infectious disease',
        'Public Health Office',
        {
          summary:
            'Nine regions reported outbreaks. Most of those who fell ill were children under five without a second dose.',
          coverage: covered('National Health News', 'World Health Desk'),
        },
      ),
      shown(
        'Nasal spray against RSV protects mice for a season',
        'Infectious disease',
        'Virology Preprints',
        {
          summary:
            'One dose kept the virus out of the lungs for five months. Trials in people have not begun.',
          evidence: evidence({ subjects: 'animals', status: 'preprint' }),
        },
      ),
      shown('Sleep apps: what they measure, and what they guess', 'Neurology', 'Science Wire', {
        summary: 'Wrist trackers know well when you sleep and poorly how deep.',
      }),
      shown('دراسة: النوم المبكر يحسن ذاكرة الأطفال', 'Neurology', 'Health Arabia', {
        language: 'ar',
        summary: 'تابع الباحثون ثلاثمئة طفل لمدة عام.',
        evidence: evidence({ design: 'cohort', subjects: 'people' }),
      }),
      shown('Regulator asks for new warnings on two acne medicines', null, 'Medicines Agency', {
        summary: null,
        notices: [
          {
            kind: 'correction',
            at: '2026-11-22T00:00:00.000Z',
            date: '2026-11-21T00:00:00.000Z',
            reason: 'The dose was given as 20 mg; it is 2 mg',
            url: null,
            doi: null,
          },
        ],
      }),
    ],
    [
      shown('Vitamin infusions cut hospital stays by half', 'Nutrition', 'Journal of Infusions', {
        notices: [
          {
            kind: 'retraction',
            at: '2026-11-20T00:00:00.000Z',
            date: '2026-11-18T00:00:00.000Z',
            reason: 'Data could not be verified',
            url: 'https://journal.example/retraction',
            doi: null,
          },
        ],
      }),
    ],
    FRAME,
  );
