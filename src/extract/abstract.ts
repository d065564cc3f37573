export type AbstractPart = { heading: string; text: string };

const NAMES =
  'background|introduction|context|importance|rationale|objectives?|aims?|purpose|question|hypothesis|design|study design|setting|participants|patients|subjects|data sources?|study selection|data extraction(?: and synthesis)?|interventions?|exposures?|main outcomes?(?: and measures?)?|outcomes?|measurements?|methods?|methodology|methods and findings|methods and results|materials and methods|results?|findings|limitations?|discussion|conclusions?(?: and relevance)?|interpretation|significance|implications|funding(?: source)?|trial registration|clinical trial registration|registration|hintergrund|ziele?|methoden?|methodik|ergebnisse?|schlussfolgerung(?:en)?|contexte|objectifs?|méthodes|résultats|antecedentes|objetivos?|métodos|resultados|conclusiones';

const LABEL = new RegExp(`(?:^|\\n+|(?<=[.!?)\\]]\\s{1,3}))(${NAMES})\\s*(?::|\\n+|\\s[–—-]\\s)\\s*`, 'giu');

/**
 * The parts of a structured abstract (Background, Methods, Results, Conclusions), in order; empty where a text
 * has fewer than three of them.
 */
export function structuredAbstract(text: string): AbstractPart[] {
  const start = text.slice(0, 12_000);
  const labels = [...start.matchAll(LABEL)];
  const parts = labels.flatMap((label, at) => {
    const from = label.index + label[0].length;
    const body = start
      .slice(from, labels[at + 1]?.index ?? start.length)
      .split(/\n\s*\n/)
      .slice(0, 3)
      .join(' ');
    const tidy = body.replace(/\s+/g, ' ').trim();
    return tidy.length >= 10 && !APART.test(label[1] ?? '')
      ? [{ heading: capital(label[1] ?? ''), text: tidy.slice(0, 4000) }]
      : [];
  });
  const known = new Set(parts.map(({ heading }) => heading));
  const speaks = parts.some(({ heading }) => /^(?:Result|Finding|Ergebnis|Résultat|Resultado)/.test(heading));
  // The sections of a whole paper have the same names, but are long.
  const short = parts.reduce((sum, { text: one }) => sum + one.length, 0) / Math.max(1, parts.length) < 1500;
  return known.size >= 3 && known.size === parts.length && speaks && short ? parts : [];
}

/** Labels that end the part before them, but have a place of their own. */
const APART = /^(?:funding|.*registration)/i;

const capital = (heading: string): string => heading.charAt(0).toUpperCase() + heading.slice(1).toLowerCase();
