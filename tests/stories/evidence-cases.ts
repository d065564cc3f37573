import type { Evidence } from '../../src/core/story.ts';
import type { EvidenceInput } from '../../src/stories/evidence.ts';

type Labels = {
  design?: Evidence['design'];
  subjects?: Evidence['subjects'];
  sample?: [size: number, unit: string];
  status?: Evidence['status'];
};

/** A text in the manner of abstracts and news, and its labels; what is not named must be null, save what `may` be said. */
export type EvidenceCase = Omit<EvidenceInput, 'title'> & { title: string; is: Labels; may?: Labels };

const people = 'people' as const;
const doi = (value: string) => ({
  type: 'doi' as const,
  value,
  role: 'is' as const,
  version: null,
  from: 'test',
});

export const plainCases: EvidenceCase[] = [
  {
    title: 'Early walking after hip surgery: a randomised controlled trial',
    is: { design: 'randomised trial' },
  },
  {
    title: 'Drug A versus drug B for gout: a double-blind, randomised, phase 3 trial',
    is: { design: 'randomised trial' },
  },
  {
    title: 'Salt substitutes and stroke: a cluster-randomised trial in 600 villages',
    is: { design: 'randomised trial' },
  },
  {
    title: 'Nasal spray shortens colds',
    text: 'Researchers randomly assigned 412 adults to the spray or a placebo.',
    is: { design: 'randomised trial', subjects: people, sample: [412, 'adults'] },
  },
  {
    title: 'A pill for hot flushes',
    text: 'In this randomised trial, 1,234 women took the pill or a placebo for 12 weeks.',
    is: { design: 'randomised trial', subjects: people, sample: [1234, 'women'] },
    may: {},
  },
  {
    title: 'Cooling newborns',
    abstract: [
      { heading: 'Design', text: 'Multicentre, open label, randomised controlled trial.' },
      { heading: 'Participants', text: '162 newborns with encephalopathy were enrolled at 12 hospitals.' },
    ],
    is: { design: 'randomised trial', sample: [162, 'newborns'], subjects: people },
  },
  {
    title: 'Blood thinners after surgery',
    abstract: [
      { heading: 'Background', text: 'Randomised trials are lacking.' },
      {
        heading: 'Methods',
        text: 'We conducted a retrospective cohort study. We included 8,400 patients operated on between 2010 and 2019.',
      },
    ],
    is: { design: 'cohort', subjects: people, sample: [8400, 'patients'] },
  },
  { title: 'Coffee and the liver: a prospective cohort study', is: { design: 'cohort' } },
  {
    title: 'Night shifts and heart disease',
    text: 'The team followed 70,000 nurses for 22 years.',
    is: { design: 'cohort', subjects: people, sample: [70000, 'nurses'] },
  },
  { title: 'Air quality and birth weight: a nationwide birth cohort', is: { design: 'cohort' } },
  {
    title: 'Screen time and sleep: a longitudinal study of teenagers',
    is: { design: 'cohort', subjects: people },
  },
  {
    title: 'Vaccines and hospital stays: a test-negative case-control study',
    is: { design: 'case-control' },
  },
  {
    title: 'Talc use and ovarian cancer',
    abstract: [{ heading: 'Study design', text: 'Population-based case-control study.' }],
    is: { design: 'case-control' },
  },
  {
    title: 'Loneliness among students: a cross-sectional study',
    is: { design: 'cross-sectional', subjects: people },
  },
  {
    title: 'Hearing in farmers',
    abstract: [
      { heading: 'Methods', text: 'This cross-sectional survey included 903 workers from 40 farms.' },
    ],
    is: { design: 'cross-sectional', subjects: people, sample: [903, 'workers'] },
  },
  {
    title: 'Exercise for depression: a systematic review and meta-analysis',
    is: { design: 'meta-analysis' },
  },
  { title: 'Yoga and blood pressure: meta-analysis of randomised trials', is: { design: 'meta-analysis' } },
  {
    title: 'Aspirin in pregnancy',
    abstract: [
      { heading: 'Methods', text: 'We did a systematic review and meta-analysis.' },
      { heading: 'Results', text: 'We included 23 trials with 18,907 participants.' },
    ],
    is: { design: 'meta-analysis', sample: [18907, 'participants'], subjects: people },
  },
  { title: 'Masks in schools: a systematic review', is: { design: 'systematic review' } },
  {
    title: 'What works for tinnitus',
    text: 'For this Cochrane review, the authors searched for trials up to May.',
    is: { design: 'systematic review' },
  },
  { title: 'Rabies after an organ transplant: case report', is: { design: 'case report' } },
  {
    title: 'Worm found in the eye',
    text: 'Doctors report the case of a 26-year-old woman who found a worm in her eye.',
    is: { design: 'case report', subjects: people },
  },
  { title: 'A case of scurvy in a toddler', is: { design: 'case report', subjects: people } },
  { title: 'Clinical practice guideline: acute otitis media', is: { design: 'guideline' } },
  {
    title: 'Management of sepsis in children',
    text: 'This guideline was written by a panel of 40 experts.',
    is: { design: 'guideline' },
  },
  { title: 'Consensus statement on concussion in sport', is: { design: 'guideline' } },
  { title: 'School closures and influenza: a mathematical modelling study', is: { design: 'modelling' } },
  {
    title: 'HPV testing every seven years',
    text: 'The team built a simulation model of screening in five countries.',
    is: { design: 'modelling' },
  },
  { title: 'Gut bacteria slow ageing in mice', is: { design: 'animal', subjects: 'animals' } },
  {
    title: 'Gene therapy restores hearing in a mouse model of deafness',
    is: { design: 'animal', subjects: 'animals' },
  },
  { title: 'New vaccine protects macaques from Lassa fever', is: { design: 'animal', subjects: 'animals' } },
  {
    title: 'Ageing clock turned back',
    text: 'The researchers injected old mice with a protein from young animals. The mice ran further.',
    is: { design: 'animal', subjects: 'animals' },
  },
  {
    title: 'Antibiotic from soil kills resistant bacteria in vitro',
    is: { design: 'in vitro', subjects: 'cells' },
  },
  { title: 'Drug stops tumour growth in brain organoids', is: { design: 'in vitro', subjects: 'cells' } },
  {
    title: 'Zika and neural cells',
    text: 'We infected cultured neural cells with the virus and measured growth.',
    is: { design: 'in vitro', subjects: 'cells' },
  },
  {
    title: 'Statins and muscle pain',
    text: 'The study of 1,234 patients was published in The Lancet.',
    is: { subjects: people, sample: [1234, 'patients'], status: 'peer-reviewed' },
  },
  {
    title: 'Heart risk in women',
    text: 'The findings, published in the journal Circulation, come from 9,000 women. Researchers followed 9,000 women for a decade.',
    is: { design: 'cohort', subjects: people, sample: [9000, 'women'], status: 'peer-reviewed' },
  },
  {
    title: 'Long COVID and exercise',
    text: 'The study, posted on the preprint server medRxiv, has not yet been peer reviewed.',
    is: { status: 'preprint' },
  },
  {
    title: 'A new variant',
    url: 'https://www.medrxiv.org/content/10.1101/2024.02.02.24302000v1',
    is: { status: 'preprint' },
  },
  { title: 'A new variant', studies: [doi('10.1101/2024.02.02.24302000')], is: { status: 'preprint' } },
  { title: 'Antibodies in saliva', journal: 'bioRxiv', is: { status: 'preprint' } },
  {
    title: 'Bone loss in space',
    journal: 'Nature Medicine',
    studies: [doi('10.1038/s41591-024-01234-5')],
    is: { status: 'peer-reviewed' },
  },
  {
    title: 'New data on weekly insulin',
    text: 'The results were presented at the annual meeting of the European Association for the Study of Diabetes.',
    is: { status: 'conference abstract' },
  },
  { title: 'University finds sleep gene', pressRelease: true, is: { status: 'press release' } },
  {
    title: 'Peanut patch trial',
    text: 'The trial enrolled 362 toddlers aged 1 to 3 years and was randomised.',
    is: { sample: [362, 'toddlers'], subjects: people },
    may: { design: 'randomised trial' },
  },
  {
    title: 'Stents or tablets',
    abstract: [
      { heading: 'Methods', text: 'Patients were randomly assigned to stents or tablets.' },
      { heading: 'Results', text: 'A total of 5,179 patients underwent randomization.' },
    ],
    is: { design: 'randomised trial', subjects: people, sample: [5179, 'patients'] },
  },
  {
    title: 'Fish oil and asthma in children: randomised trial',
    text: 'Overall, 695 pregnant women were enrolled.',
    is: { design: 'randomised trial', subjects: people, sample: [695, 'women'] },
  },
  {
    title: 'Diet and memory',
    text: 'Scientists analysed data from 1.2 million adults.',
    is: { sample: [1200000, 'adults'], subjects: people },
  },
  {
    title: 'A small pilot',
    abstract: [{ heading: 'Methods', text: 'This randomised crossover trial compared two drinks (n = 24).' }],
    is: { design: 'randomised trial', sample: [24, 'participants'] },
    may: { subjects: people },
  },
  {
    title: 'Twins and back pain',
    text: 'The survey of 2,256 twins found no link. Researchers say genes matter.',
    is: { sample: [2256, 'twins'], subjects: people },
  },
  {
    title: 'Walking speed',
    text: 'The study included 900 older adults without dementia.',
    is: { sample: [900, 'adults'], subjects: people },
  },
  {
    title: 'Tablet for migraine',
    categories: ['Randomized Controlled Trial', 'Journal Article'],
    is: { design: 'randomised trial' },
  },
  { title: 'Steroids in croup', categories: ['Meta-Analysis'], is: { design: 'meta-analysis' } },
  {
    title: 'Cannabis and psychosis',
    text: 'For the research, investigators interviewed 901 patients with a first episode of psychosis.',
    is: { sample: [901, 'patients'], subjects: people },
  },
  {
    title: 'Fasting and weight',
    abstract: [
      {
        heading: 'Design, setting and participants',
        text: 'Single-centre randomised clinical trial of 139 adults with obesity.',
      },
    ],
    is: { design: 'randomised trial', sample: [139, 'adults'], subjects: people },
  },
  { title: 'Obesity drugs and the heart: umbrella review', is: { design: 'systematic review' } },
  { title: 'Toxin slows memory loss in rats', is: { design: 'animal', subjects: 'animals' } },
  {
    title: 'Sugar tax',
    text: 'We did an interrupted analysis. We used a simulation model of diets in ten countries.',
    is: { design: 'modelling' },
  },
  {
    title: 'Asthma and damp homes: a birth cohort study of 3,000 children',
    is: { design: 'cohort', sample: [3000, 'children'], subjects: people },
  },
  {
    title: 'Preterm infants and caffeine',
    abstract: [
      { heading: 'Design', text: 'Retrospective, population-based cohort.' },
      { heading: 'Participants', text: 'We included 2,108 infants born before 29 weeks.' },
    ],
    is: { design: 'cohort', sample: [2108, 'infants'], subjects: people },
  },
  {
    title: 'Shingles vaccine and dementia',
    text: 'The analysis, published in Nature, drew on the health records of 280,000 people.',
    is: { sample: [280000, 'people'], subjects: people, status: 'peer-reviewed' },
  },
  { title: 'Tick bites: joint guideline for diagnosis', is: { design: 'guideline' } },
  {
    title: 'Fever in travellers',
    journal: 'BMJ Open',
    studies: [doi('10.1136/bmjopen-2023-070000')],
    text: 'This cross-sectional study recruited 410 travellers.',
    is: { design: 'cross-sectional', status: 'peer-reviewed' },
    may: { sample: [410, 'travellers'], subjects: people },
  },
  {
    title: 'Ketamine by mouth',
    text: 'In the double-blind trial, 231 adults with depression were randomised to five doses.',
    is: { design: 'randomised trial', sample: [231, 'adults'], subjects: people },
  },
  { title: 'Bird flu in cats: a case report', is: { design: 'case report' }, may: {} },
  {
    title: 'Cats help owners sleep',
    text: 'The team surveyed 3,400 adults with a cat.',
    is: { sample: [3400, 'adults'], subjects: people },
  },
  {
    title: 'Brain stimulation',
    text: 'Researchers tested the headset in 40 volunteers.',
    is: { sample: [40, 'volunteers'], subjects: people },
  },
  {
    title: 'Malaria jab',
    text: 'The vaccine was tested in a trial of 4,800 children in four countries. Children were randomly allocated.',
    is: { design: 'randomised trial', sample: [4800, 'children'], subjects: people },
  },
  {
    title: 'Skin patch',
    abstract: [{ heading: 'Findings', text: '318 adults were randomly assigned between May and June.' }],
    is: { sample: [318, 'adults'], subjects: people, design: 'randomised trial' },
  },
  {
    title: 'Anaemia pills',
    text: 'A meta-analysis of 14 trials involving 9,012 pregnant women found fewer preterm births.',
    is: { design: 'meta-analysis', sample: [9012, 'women'], subjects: people },
  },
  { title: 'Cholesterol gene edited in monkeys', is: { design: 'animal', subjects: 'animals' } },
  {
    title: 'Brain cells',
    text: 'The group grew organoids from skin cells and exposed the organoids to alcohol.',
    is: { design: 'in vitro', subjects: 'cells' },
  },
  {
    title: 'Vitamin D and falls',
    text: 'The results appear in the journal JAMA Internal Medicine.',
    is: { status: 'peer-reviewed' },
  },
  {
    title: 'Antibody for lupus',
    text: 'The findings were presented at the American College of Rheumatology convention.',
    is: { status: 'conference abstract' },
  },
  {
    title: 'Heat and kidneys',
    text: 'The paper is a preprint and has not been peer reviewed.',
    is: { status: 'preprint' },
  },
];

export const trapCases: EvidenceCase[] = [
  ...[
    'In the scanner, the checkerboards were randomly presented on the left or the right for two seconds.',
    'We randomized the order of the pictures in each trial.',
    'Stimuli were randomly assigned to the upper or the lower half of the screen in this experiment.',
    'The order of the tones was shuffled, and their loudness was randomly chosen in our study.',
    'The researchers randomly assigned labels to the images.',
  ].map((text) => ({ title: 'How the visual cortex keeps track of contrast', text, is: {} })),
  { title: 'Why we need randomised trials of masks', is: {} },
  { title: 'Randomised trials should now follow, say experts', is: {} },
  { title: 'No randomised trial has tested the diet', is: {} },
  { title: 'A protocol for a randomised controlled trial of tele-rehabilitation', is: {} },
  { title: 'Statistical analysis plan and protocol: the HEART randomised trial', is: {} },
  { title: 'Mendelian randomisation study of coffee and bone', is: {} },
  { title: 'A non-randomised trial of group therapy', is: {} },
  { title: 'What is a randomised controlled trial?', is: {} },
  { title: 'How to read a meta-analysis', is: {} },
  { title: 'Editorial: meta-analyses have lost their way', is: {} },
  { title: 'Clinicians do not follow the guidelines for asthma', is: {} },
  { title: 'Adherence to guidelines on prescribing in care homes', is: {} },
  {
    title: 'Tea drinkers live longer',
    text: 'A previous randomised trial showed no effect. The new data come from a website.',
    is: {},
  },
  {
    title: 'Tea drinkers live longer',
    text: 'Unlike a randomised trial, the study cannot prove cause and effect.',
    is: {},
  },
  {
    title: 'Drug maker shares rise',
    text: 'The company plans to start a randomised phase 3 trial of 2,000 patients next year.',
    is: {},
  },
  { title: 'Trial launched', text: 'The randomised trial will enrol 500 patients at 20 hospitals.', is: {} },
  { title: 'Recruiting now', text: 'The double-blind trial is recruiting 300 adults with eczema.', is: {} },
  {
    title: 'Malaria toll falls',
    text: 'Malaria killed 597,000 people last year. About 263 million people were infected.',
    is: {},
  },
  {
    title: 'Diabetes in numbers',
    text: 'The disease affects 10 million people and one in 5 adults over 65 years.',
    is: {},
  },
  {
    title: 'Outbreak grows',
    text: 'The virus has infected 412 people in three provinces; 35 patients died.',
    is: {},
  },
  {
    title: 'Recall of inhalers',
    text: 'The company recalled 12,000 inhalers after 14 patients reported problems.',
    is: {},
  },
  {
    title: 'Surgery waiting lists',
    text: 'There are 7.6 million people on the list, the ministry said.',
    is: {},
  },
  { title: 'Nurses to strike', text: 'Some 12,000 nurses at 40 hospitals will walk out.', is: {} },
  { title: 'Mayor opens clinic', text: 'The clinic will treat 3,000 patients a year.', is: {} },
  { title: 'Rates of stroke', text: 'The rate rose to 120 per 100,000 people.', is: {} },
  { title: 'Mouse clicks strain wrists, survey finds', is: {} },
  { title: 'Hospital battles rats in the kitchen', is: {} },
  { title: 'Dog bites rise in summer', is: {} },
  { title: 'Pig kidney transplanted into living patient', is: {} },
  { title: 'Dogs sniff out Parkinson’s in people', is: {} },
  { title: 'Eating fish in pregnancy', is: {} },
  { title: 'Rabbit fever confirmed in two counties', is: {} },
  { title: 'Cat owners and toxoplasmosis: what to know', is: {} },
  { title: 'Swine flu returns', is: {} },
  { title: 'In vitro fertilisation funding cut', is: {} },
  { title: 'In vitro diagnostics rules delayed', is: {} },
  {
    title: 'Drug works in mice and people',
    text: 'The study in 30 patients came after work in mice.',
    is: { sample: [30, 'patients'], subjects: people },
  },
  {
    title: 'Alzheimer’s drug slows decline',
    text: 'Earlier experiments used mice. In this randomised trial, 1,795 patients took the drug or a placebo.',
    is: { design: 'randomised trial', sample: [1795, 'patients'], subjects: people },
  },
  { title: 'Statins in mice: a randomised trial', is: { design: 'animal', subjects: 'animals' } },
  {
    title: 'Heart drug in beagles',
    text: 'In this randomised, blinded trial we gave 24 dogs the drug.',
    is: { design: 'animal', subjects: 'animals' },
    may: { sample: [24, 'dogs'] },
  },
  { title: 'Meta-analysis of mouse studies of fasting', is: { design: 'meta-analysis' } },
  {
    title: 'Two doses compared',
    text: 'In this randomised trial, 60 patients were assigned to 5 mg and 58 to 10 mg.',
    is: { design: 'randomised trial' },
    may: { subjects: people },
  },
  { title: 'Side effects', text: 'In the trial, 40 patients had nausea and 12 patients stopped.', is: {} },
  {
    title: 'Headaches after vaccine',
    text: 'Of those vaccinated, 57% reported headache; 3 patients were admitted.',
    is: {},
  },
  { title: 'Dose matters', text: 'Researchers gave 400 mg daily for 12 weeks in 2021.', is: {} },
  { title: 'A decade of data', text: 'The study ran from 2010 to 2019 at 57 centres.', is: {} },
  {
    title: 'Number needed to treat',
    text: 'The analysis shows that 50 patients need treatment for one to benefit.',
    is: {},
  },
  {
    title: 'Trial registry',
    text: 'The study (n = 120 in group A, n = 118 in group B) has ended. This was a randomised trial.',
    is: { design: 'randomised trial' },
  },
  { title: 'Journal news', text: 'The editor hopes that the paper will be published in The Lancet.', is: {} },
  {
    title: 'Expert reaction',
    text: 'Once the findings are published in a journal we can judge them.',
    is: {},
  },
  {
    title: 'Claims on social media',
    text: 'The claim should be peer reviewed before anyone believes it.',
    is: {},
  },
  { title: 'Preprint servers turn ten', text: 'Preprint servers let scientists share work early.', is: {} },
  {
    title: 'First posted, then printed',
    text: 'The work was first posted as a preprint on medRxiv. It is now published in Nature Medicine.',
    is: {},
    may: { status: 'peer-reviewed' },
  },
  { title: 'Withdrawn', text: 'A preprint posted two years ago claimed the opposite.', is: {} },
  {
    title: 'Editorial: what next for statins',
    journal: 'The Lancet',
    studies: [doi('10.1016/s0140-6736(24)00001-1')],
    is: {},
  },
  {
    title: 'Correction to: Statins and muscle pain',
    journal: 'The Lancet',
    studies: [doi('10.1016/s0140-6736(24)00002-2')],
    is: {},
  },
  {
    title: 'Comment: the price of insulin',
    journal: 'The Lancet',
    studies: [doi('10.1016/s0140-6736(24)00003-3')],
    is: {},
  },
  { title: 'Why science is slow', journal: 'Nature', studies: [doi('10.1038/d41586-024-01234-5')], is: {} },
  {
    title: 'Minister to speak',
    text: 'The minister will speak at the annual conference of the nurses’ union.',
    is: {},
  },
  { title: 'Doctors meet', text: 'More than 5,000 doctors attended the congress in Vienna.', is: {} },
  { title: 'Obituary: a pioneer of the case report', is: {} },
  { title: 'In this case, doctors say, wait', is: {} },
  { title: 'Worst-case scenario for flu', is: {} },
  { title: 'Role model for nurses retires', is: {} },
  { title: 'Business model of clinics questioned', is: {} },
  { title: 'A cohort of new doctors graduates', is: {} },
  { title: 'Police followed 200 people in fraud case', is: {} },
  { title: 'New guidance on parking at hospitals', is: {} },
  { title: 'School guidelines on phones', is: {} },
  {
    title: 'Patients group wants a review',
    text: 'The charity called for a systematic review of the service.',
    is: {},
  },
  {
    title: 'Critics want trials',
    text: 'Critics say a randomised trial of 1,000 patients would settle it.',
    is: {},
  },
  { title: 'Post hoc look', text: 'This post hoc analysis of a randomised trial looked at sleep.', is: {} },
  { title: 'Target trial', text: 'We emulated a target randomised trial with health records.', is: {} },
  { title: 'Feasible?', text: 'We assessed the feasibility of a randomised trial in ambulances.', is: {} },
  { title: 'Review of the budget', is: {} },
  { title: 'Book review: The Cell', is: {} },
  { title: 'Ethics of animal research', text: 'The debate over mice in laboratories goes on.', is: {} },
  { title: 'Mice plague hits farms', is: {} },
  { title: 'A trial on trial', text: 'The fraud trial of two doctors heard from 12 patients.', is: {} },
  { title: 'Vitamin sales', text: 'The survey, by a supplement maker, was not published.', is: {} },
  { title: 'A case of mistaken identity in a small town', is: {} },
  { title: 'Pilots speak', text: 'The airline said it was a case of bird strike.', is: {} },
  {
    title: 'War leaflet',
    text: 'The government released the new guidance after the state of the world worsened.',
    is: {},
  },
  {
    title: 'Testing for a rare virus',
    text: 'The virus may be detected in blood by isolation in cell culture.',
    is: {},
  },
  {
    title: 'Vaccine stocks',
    text: 'An inactivated, mouse-brain derived vaccine has been used on a small scale in the region.',
    is: {},
  },
  {
    title: 'Consciousness',
    text: 'By applying a mathematical model, the scientists matched answers to reaction times.',
    is: {},
  },
  {
    title: 'What the institute does',
    text: 'One project is evaluating a rat model of the disease, through which researchers hope to find proteins.',
    is: {},
  },
  { title: 'Plague case', text: 'A case of bubonic plague was reported over the weekend.', is: {} },
  {
    title: 'Pillow lung',
    text: 'The findings were published today in the journal BMJ Case Reports.',
    is: { design: 'case report', status: 'peer-reviewed' },
  },
  {
    title: 'Letter from the editor: our year',
    text: 'We published 120 randomised trials this year.',
    is: {},
  },
  { title: 'Our year in print', text: 'We published 120 randomised trials this year.', is: {} },
  { title: 'Comment: read with care', text: 'In this randomised trial, 200 patients took the drug.', is: {} },
  {
    title: 'A review of early life',
    text: 'We summarise evidence from animal models and cohort studies.',
    is: {},
  },
  {
    title: 'Cheaper test for many cancers',
    text: 'The trial is enrolling 140,000 people. Results are expected in two years.',
    is: {},
  },
  {
    title: 'Agency recommends migraine drug',
    text: 'Around 170,000 people will be eligible. Clinical trials showed that it halves attacks.',
    is: {},
  },
  {
    title: 'A filaria blocker with strong in vitro and in vivo activity',
    is: {},
  },
  {
    title: 'Two new species of fruit flies from the highlands of Papua',
    is: {},
  },
  {
    title: 'A flatworm n. sp. parasitic on zebrafish of a Burmese stream',
    is: {},
  },
  {
    title: 'Diversity and abundance of fish above and below the weir of the Meuse river',
    is: {},
  },
  {
    title: 'Foldkit: a molecular dynamics simulation analysis toolkit',
    is: {},
  },
];
