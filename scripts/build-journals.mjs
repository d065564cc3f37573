// Builds src/extract/data/journals.json from the CC0 lists of JabRef's abbreviations:
//   node scripts/build-journals.mjs FOLDER
// FOLDER holds journal_abbreviations_{medicus,lifescience,entrez}.csv. Our own journal-additions.json comes first.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';

const MAX_BYTES = 1_000_000;
/** Index Medicus is medicine throughout, and writes titles best. Entrez has names in sentence case, so it comes last. */
const LISTS = ['medicus', 'lifescience', 'entrez'];
/** Stems that tell a medical journal from one of botany or physics. */
const MEDICAL =
  /medic|clin|health|surg|cancer|onco|cardi|heart|neuro|brain|nurs|pharm|drug|toxic|disease|pathol|immun|infect|virol|bacter|microb|parasit|vaccin|epidem|hosp|patient|pediatr|paediatr|child|matern|obstet|gyn|reprod|urol|nephr|kidney|renal|gastro|hepat|liver|diabet|endocr|metab|nutri|obes|psych|mental|behav|sleep|pain|anaesth|anesth|radiol|imaging|dermat|skin|ophthal|eye|vision|otol|oral|dent|orthop|bone|rheum|arthr|muscle|spin|rehab|physio|sport|aging|geront|geriat|hemat|haemat|blood|transplant|transfus|vascul|stroke|hypertens|pulm|lung|respir|thora|allerg|asthma|genet|genom|cell|molec|biol|bioch|biomed|science|lancet|therap|diagn|trauma|emerg|critical|care|tropic|hygien|ethic|trial|cochrane|plos|nature/i;

const folder = process.argv[2];
if (!folder) {
  console.error('Say where the lists are: node scripts/build-journals.mjs FOLDER');
  process.exit(2);
}
const data = (name) => fileURLToPath(new URL(`../src/extract/data/${name}`, import.meta.url));

const key = (name) =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^the /, '');

const SMALL = new Set(
  'a an and as at by de del der des di du el en et for from fur für i in la le les of on or per the to und y zur'.split(
    ' ',
  ),
);

/** "The American journal of medicine" → "The American Journal of Medicine"; other languages as they are. */
function inTitleCase(title) {
  if (
    !/\b(?:of|and|the|journal|medicine|research|reports?|reviews?|diseases?|disorders|physicians?|society|health|care|therapy|clinical|science)\b/i.test(
      title,
    )
  )
    return title;
  return title.replace(/[\p{L}][\p{L}'’]*/gu, (word, at) =>
    at > 0 && SMALL.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1),
  );
}

/** What Entrez adds to tell namesakes apart: "(London, England)", " : official journal of …", " = Zeitschrift …". */
const bare = (title) =>
  title
    .replace(/\s+[:;=]\s.*$/, '')
    .replace(/\s*\([^()]*\)\s*$/, '')
    .replace(/^"+|"+$|\s*\.{3}$/g, '')
    .trim();

const journals = [];
const taken = new Set();
function add(title, abbreviation, aliases) {
  const names = [title, abbreviation, ...aliases].map(key);
  if (taken.has(names[0]) || names[0] === '') return;
  for (const name of names) taken.add(name);
  journals.push(aliases.length > 0 ? [title, abbreviation, ...aliases] : [title, abbreviation]);
}

for (const [title, abbreviation, ...aliases] of JSON.parse(
  readFileSync(data('journal-additions.json'), 'utf8'),
))
  add(title, abbreviation, aliases);

const candidates = LISTS.flatMap((list, rank) =>
  parse(readFileSync(join(folder, `journal_abbreviations_${list}.csv`)), {
    relax_column_count: true,
    relax_quotes: true,
  })
    .filter(([title, abbreviation]) => title && abbreviation)
    .map(([title, abbreviation]) => ({
      title: inTitleCase(bare(title)),
      abbreviation: abbreviation
        .replace(/\s*\([^()]*\)\s*$/, '')
        .replace(/\./g, '')
        .replace(/\s+/g, ' ')
        .trim(),
      rank: rank + (list === 'medicus' || MEDICAL.test(title) ? 0 : 10),
    })),
);
candidates.sort((a, b) => a.rank - b.rank || a.title.length - b.title.length || (a.title < b.title ? -1 : 1));

let bytes = Buffer.byteLength(JSON.stringify(journals));
for (const { title, abbreviation } of candidates) {
  const size = Buffer.byteLength(JSON.stringify([title, abbreviation])) + 2;
  // An abbreviation that an earlier list gave to another title would make look-ups ambiguous.
  if (bytes + size > MAX_BYTES || taken.has(key(abbreviation))) continue;
  const before = journals.length;
  add(title, abbreviation, []);
  if (journals.length > before) bytes += size;
}

journals.sort((a, b) => (key(a[0]) < key(b[0]) ? -1 : 1));
writeFileSync(data('journals.json'), `[\n${journals.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`);
console.log(`${journals.length} journals, ${bytes} bytes`);
