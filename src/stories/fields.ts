import type { Stem } from './spelling.ts';

export type Fields = { of(words: Iterable<string>): Set<string>; has(word: string): boolean };

/**
 * Fields of medicine that words point to, roughly: enough to see that one text is about hearts and another
 * about lungs. Not for readers; topics are in topics.ts.
 */
export function createFields(stem: Stem): Fields {
  const fieldOf = new Map<string, string>();
  for (const [field, list] of Object.entries(FIELDS)) {
    for (const word of list.split(' ')) fieldOf.set(stem(word), field);
  }
  return {
    of: (words) => {
      const fields = new Set<string>();
      for (const word of words) {
        const field = fieldOf.get(word);
        if (field !== undefined) fields.add(field);
      }
      return fields;
    },
    has: (word) => fieldOf.has(word),
  };
}

const FIELDS = {
  circulation:
    'heart cardiac cardiovascular coronary cholesterol statin statins hypertension stroke strokes artery arteries atrial aneurysm angina',
  cognition: 'alzheimer alzheimers dementia memory cognitive',
  movement: 'parkinson parkinsons motor als sclerosis ms epilepsy seizure seizures huntington',
  mind: 'depression depressive anxiety schizophrenia bipolar psychosis suicide autism adhd autistic',
  cancer: 'cancer cancers tumour tumor leukaemia leukemia lymphoma melanoma oncology chemotherapy carcinoma',
  metabolism: 'diabetes diabetic insulin obesity obese glucose weight overweight diet',
  lungs: 'lung lungs asthma copd respiratory bronchitis',
  gut: 'bowel gut crohn colitis coeliac celiac liver hepatitis stomach ibs cirrhosis',
  kidneys: 'kidney kidneys renal dialysis',
  bones: 'arthritis osteoporosis bone bones hip knee fracture fractures rheumatoid joint',
  skin: 'skin eczema psoriasis acne dermatitis',
  eyes: 'eye eyes vision blindness glaucoma cataract macular retina retinal',
  birth: 'pregnancy pregnant birth ivf fertility infertility miscarriage stillbirth preterm newborn newborns',
  hiv: 'hiv aids',
  malaria: 'malaria mosquito mosquitoes dengue zika',
  tuberculosis: 'tuberculosis tb',
  flu: 'flu influenza covid coronavirus',
  measles: 'measles mumps rubella',
  enteric: 'cholera salmonella listeria ecoli norovirus typhoid',
  ebola: 'ebola marburg lassa',
  polio: 'polio',
  mpox: 'mpox monkeypox smallpox',
  teeth: 'dental dentist dentists teeth tooth gum',
};
