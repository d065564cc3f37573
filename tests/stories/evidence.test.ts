import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/core/story.ts';
import { evidenceOf } from '../../src/stories/evidence.ts';
import { cpuMs } from '../support/cpu-time.ts';
import { type EvidenceCase, plainCases, trapCases } from './evidence-cases.ts';

const LABELS = ['design', 'subjects', 'sample', 'status'] as const;

function written(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.join(' ');
  if (typeof value === 'object') return Object.values(value).join(' ');
  return String(value);
}

function score(cases: readonly EvidenceCase[]) {
  const total = { right: 0, wrong: [] as string[], missing: [] as string[] };
  for (const { is, may, ...input } of cases) {
    const evidence = evidenceOf(input);
    for (const label of LABELS) {
      const got = written(evidence?.[label]);
      const wanted = written(is[label]);
      const note = `${label} of "${input.title}": ${got}, not ${wanted}`;
      if (got !== null && (got === wanted || got === written(may?.[label]))) total.right += 1;
      else if (got !== null) total.wrong.push(note);
      if (wanted !== null && got === null) total.missing.push(note);
    }
  }
  return total;
}

describe('evidenceOf', () => {
  it('labels plain texts and traps with a precision of 0.97', () => {
    const { right, wrong, missing } = score([...plainCases, ...trapCases]);
    const precision = right / (right + wrong.length);
    const recall = right / (right + missing.length);
    console.log(
      `evidence: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)} over ${plainCases.length} texts and ${trapCases.length} traps`,
      { wrong, missing },
    );
    expect(plainCases.length + trapCases.length).toBeGreaterThanOrEqual(150);
    expect(precision).toBeGreaterThanOrEqual(0.97);
    expect(recall).toBeGreaterThanOrEqual(0.9);
  });

  it('says nothing where nothing is stated', () => {
    expect(evidenceOf({ title: 'Tea is popular', text: 'People like tea.' })).toBeNull();
  });

  it('gives the sentence behind each label', () => {
    const evidence = evidenceOf({
      title: 'A nasal spray',
      text: 'It rained. Researchers randomly assigned 412 adults to the spray or a placebo. It helped.',
    });
    const sentence = 'Researchers randomly assigned 412 adults to the spray or a placebo.';
    expect(evidence?.because).toEqual({ design: sentence, subjects: sentence, sample: sentence });
  });

  it('never throws, and gives a reason for each label and for no other', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'randomised trial',
        'mice',
        '1,234 patients',
        'n = 5',
        'We',
        'enrolled',
        '.',
        'meta-analysis',
        'cohort study',
      ),
      fc.string({ unit: 'binary', maxLength: 10 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), fc.string(), (words, title) => {
        const evidence: Evidence | null = evidenceOf({ title, text: words.join(' ') });
        if (evidence)
          for (const label of LABELS) expect(label in evidence.because).toBe(evidence[label] !== null);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['1,234 patients ', 'randomised, ', '1 1 1 ', 'study results ', 'follow 5 people a b c d ', 'a-'])(
    'reads a long text of %j in bounded time',
    async (unit) => {
      const text = unit.repeat(400_000 / unit.length);
      expect(await cpuMs(() => evidenceOf({ title: text.slice(0, 5000), text }))).toBeLessThan(500);
    },
  );
});
