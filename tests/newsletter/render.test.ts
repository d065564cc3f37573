import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { HtmlValidate } from 'html-validate';
import { describe, expect, it } from 'vitest';
import { issueName } from '../../src/newsletter/mail/dates.ts';
import { composeDigest } from '../../src/newsletter/mail/digest.ts';
import { clip, plainLine } from '../../src/newsletter/mail/plain.ts';
import { MAX_HTML_BYTES, renderDigest } from '../../src/newsletter/mail/render.ts';
import { COLUMNS, wrap } from '../../src/newsletter/mail/wrap.ts';
import { currentPeriod } from '../../src/newsletter/period.ts';
import { MAIL } from '../../src/newsletter/words.ts';
import { FRAME, LINKS, sampleDigest, shown } from './sample-digest.ts';

const MONDAYS = {
  frequency: 'weekly' as const,
  weekday: 'monday' as const,
  hour: 8,
  timezone: 'Europe/Berlin',
  topics: [],
};

const mail = renderDigest(sampleDigest())(LINKS);

it('has a template that is made of the MJML as it is now (npm run build:mail)', async () => {
  const { buildMail } = await import('../../scripts/build-mail.mjs');
  const kept = readFileSync(new URL('../../src/newsletter/data/digest.html', import.meta.url), 'utf8');
  expect(await buildMail()).toBe(kept);
});

describe('the HTML', () => {
  it('is valid but for what old mail programs need', async () => {
    const validator = new HtmlValidate({
      extends: ['html-validate:standard'],
      // MJML's tables say `align`, which Outlook obeys and which HTML has given up.
      rules: { 'no-deprecated-attr': 'off' },
    });
    const { results } = await validator.validateString(mail.html);
    expect(
      results.flatMap(({ messages }) =>
        messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`),
      ),
    ).toEqual([]);
  });

  it('loads nothing: no picture, script, style, font or pixel', () => {
    expect(mail.html).not.toMatch(
      /<(?:img|script|link|iframe|object|embed|video|audio)\b|@import|url\(|src=|background="/i,
    );
  });

  it('leads nowhere but to the site, to the sources and to the notice, without detours', () => {
    const hosts = new Set(
      [...mail.html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => new URL(href).host),
    );
    expect(hosts).toContain('feed.example.org');
    for (const host of hosts) expect(host).toMatch(/^feed\.example\.org$|\.example$/);
  });

  it('does not tell sources who sent their reader, nor cuts texts as programs do', () => {
    const entry = shown('A title', null, 'Journal', {
      url: 'https://journal.example/?utm_source=rss&id=7&fbclid=x',
      summary: 'The first sentence […]',
    });
    const { html, text } = renderDigest(composeDigest([entry], [], FRAME))(LINKS);
    expect(html + text).not.toMatch(/utm_|fbclid|\[…\]/);
    expect(text).toContain('https://journal.example/?id=7\n');
    expect(text).toContain('The first sentence…\n');
  });

  it('says that it has light and dark colours', () => {
    expect(mail.html).toContain('<meta name="color-scheme" content="light dark">');
    expect(mail.html).toContain('@media (prefers-color-scheme: dark)');
  });

  it('begins, for inboxes, with what else is in it', () => {
    const preheader = /<div style="display:none[^>]*>([^<]*)/.exec(mail.html)?.[1] ?? '';
    expect(preheader).toMatch(/^Retracted: Vitamin infusions .* · Walking after meals/);
  });

  it('holds the links of one subscriber, each once', () => {
    expect(mail.html.split('preferences?token&#x3D;').length - 1).toBe(1);
    expect(mail.html.split('unsubscribe?token&#x3D;').length - 1).toBe(1);
    expect(mail.html).not.toMatch(/<preferences>|<unsubscribe>/);
  });
});

describe('in a site of another language', () => {
  const site = { ...FRAME.site, title: 'Mias Nachrichten', language: 'de' };
  const of = (language: string | null) =>
    shown('Ein Titel', null, 'Blatt', { language, summary: 'Ein Satz.' });
  const german = renderDigest(
    composeDigest([of(null), of('en'), of('pt-BR')], [of('de')], { ...FRAME, site }),
  )(LINKS);

  it('our own words say that they are English, and stories say their language, or the site’s', () => {
    expect(german.html).toMatch(/<html lang="en"/);
    const languages = [...german.html.matchAll(/<h[13] [^>]*?dir="auto" *(?:lang="([^"]*)")?/g)];
    expect(languages.map(([, language]) => language)).toEqual(['de', undefined, 'pt-BR']);
    const summaries = [...german.html.matchAll(/<p class="summary"[^>]*?dir="auto" *(?:lang="([^"]*)")?/g)];
    expect(summaries.map(([, language]) => language)).toEqual(['de', undefined, 'pt-BR']);
  });

  it('dates and lists are written as the words around them', () => {
    expect(german.text).toContain('22 November');
    expect(issueName(currentPeriod(MONDAYS, new Date('2026-03-02T08:00:00Z')), MONDAYS)).toBe(
      'Weekly · Monday, 2 March 2026',
    );
  });
});

it('says in both parts the same words of our own', () => {
  const flat = (text: string) =>
    text
      .replace(/<[^>]*>|\s+/g, ' ')
      .replace(/&#x27;/g, "'")
      .toLowerCase();
  for (const words of Object.values(MAIL).filter((each) => typeof each === 'string'))
    for (const part of [mail.text, mail.html])
      expect(flat(part).replace(/ +/g, ' ')).toContain(words.toLowerCase());
});

const HOSTILE =
  '</a><script>alert(1)</script><unsubscribe> "quoted" & <b>x</b>\r\nBcc: a@b.example \u202ecod.exe \u2066{{subject}}';

describe('what others write', () => {
  const hostile = renderDigest(
    composeDigest(
      [
        shown(HOSTILE, HOSTILE, HOSTILE, {
          summary: HOSTILE,
          coverage: [{ title: 'x', url: 'https://x.example/', source: HOSTILE }],
        }),
        shown(HOSTILE, null, 'Other', {
          summary: HOSTILE,
          notices: [
            {
              kind: 'retraction',
              at: '2026-11-01T00:00:00.000Z',
              date: null,
              reason: HOSTILE,
              url: 'javascript:alert(1)',
              doi: null,
            },
          ],
        }),
      ],
      [],
      { ...FRAME, site: { ...FRAME.site, title: `Mia <b>${HOSTILE}` } },
    ),
  )(LINKS);

  it('makes no element, no link of a subscriber and no template expression', () => {
    expect(hostile.html).not.toMatch(/<script|<b>|<unsubscribe>|javascript:/);
    expect(hostile.html.split('unsubscribe?token').length - 1).toBe(1);
    expect(hostile.html).toContain('{{subject}}');
  });

  it('makes no second line of a subject', () => {
    expect(hostile.subject).not.toMatch(/[\r\n]/);
    expect(hostile.subject).toContain('</a><script>alert(1)</script>');
  });

  it('stands in the plain text as it is, without escapes and without turning its direction', () => {
    expect(hostile.text).toContain('"quoted" & <b>x</b>');
    expect(hostile.text).not.toMatch(/&amp;|&lt;|&#x|\r/);
    expect(hostile.text + hostile.html).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/);
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3000 }),
  fc
    .constantFrom('"', "'", '<', '&', '=', '`', '語', '👩‍⚕️', 'ű', 'word ')
    .chain((unit) => fc.nat({ max: 3000 }).map((n) => unit.repeat(n))),
);

it('never exceeds 96,000 bytes of HTML, which is below where Gmail cuts, with 12 huge stories', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyText, anyText, anyText), { minLength: 12, maxLength: 12 }),
      (stories) => {
        const digest = composeDigest(
          stories.map(([title, summary, source], n) =>
            shown(title, n % 2 ? source : null, source, {
              summary,
              url: `https://source.example/?${"&'".repeat(490)}`,
              evidence: {
                design: 'randomised trial',
                subjects: 'people',
                sample: { size: 9, unit: source },
                status: 'preprint',
                because: {},
              },
              coverage: [{ title, url: 'https://other.example/', source: title }],
            }),
          ),
          [],
          FRAME,
        );
        const { html } = renderDigest(digest)(LINKS);
        expect(Buffer.byteLength(html)).toBeLessThanOrEqual(MAX_HTML_BYTES);
        expect(html.match(/<h[13] /g)).toHaveLength(12);
      },
    ),
    { numRuns: 40, endOnFailure: true },
  );
}, 60_000);

describe('plain text', () => {
  it('has no line of more than 72 columns but addresses', () => {
    const long = mail.text.split('\n').filter((line) => line.length > COLUMNS);
    expect(long.filter((line) => !/^https:\/\/\S+$/.test(line))).toEqual([]);
  });

  it('tells all that the HTML tells', () => {
    const flat = mail.text.replace(/\s+/g, ' ');
    for (const text of [
      'A STUDY THAT WE TOLD YOU ABOUT WAS RETRACTED',
      'Data could not be verified',
      'https://journal.example/retraction',
      'trial of 2,410 adults finds',
      'Evidence: randomised trial · in people · 2,410 adults · peer-reviewed',
      'also covered by National Health News, Daily Medical and 2 others',
      'https://feed.example.org/stories/2026/11/',
      'Corrected on 21 November 2026: The dose was given as 20 mg; it is 2 mg',
      'INFECTIOUS DISEASE',
      LINKS.unsubscribe,
      LINKS.preferences,
      '12 Example Street',
    ])
      expect(flat).toContain(text);
  });

  it('keeps every word, whatever it is given', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const line = plainLine(text);
        const wrapped = wrap(line);
        expect(wrapped.replace(/\s/g, '')).toBe(line.replace(/\s/g, ''));
      }),
      { numRuns: 50, endOnFailure: true },
    );
  });

  it('is cut at a word, and never within a character', () => {
    expect(clip('one two three', 9)).toBe('one two…');
    expect(clip('👩‍⚕️👩‍⚕️👩‍⚕️', 3)).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
    expect(clip('short', 9)).toBe('short');
  });
});
