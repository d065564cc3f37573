import type { Told } from './support/newsroom.ts';

const MEASLES = `Health officials in Harlow have confirmed 34 cases of measles since the start of April, most of them in
children under five who had not been vaccinated. Two primary schools closed for a week. Parents were asked to check
vaccination records and to call ahead before visiting a surgery. The county has opened three extra clinics at weekends,
said Dr Priya Anand, who leads the response. Further cases are expected in the coming days.`;

const STENT = `A coated stent that releases its drug over ninety days halved the number of repeat operations in people with
narrowed leg arteries, according to a trial of 1,204 patients in eleven hospitals. After two years 9 percent of those
given the new stent needed another procedure, against 18 percent with a bare one. The trial, called LIMBER, was led by
Tomasz Wrobel of the University of Gdansk and paid for by a charity. Bleeding was no more common in either group.`;

const quarter = (
  name: string,
  cases: number,
  deaths: number,
): string => `The weekly bulletin on ${name} is out. Laboratories
reported ${cases} confirmed infections and ${deaths} deaths to the register. Doctors are reminded to report every suspected
case within a day, and to send samples to the reference laboratory. The next bulletin follows on Friday.`;

/** [what it shows, articles, the stories they should make]. */
export const cases: [name: string, articles: Told[], stories: string[][]][] = [
  [
    'joins an agency text with its copies: prefixed, shortened, with boilerplate, retitled',
    [
      {
        id: 'wire',
        source: 'reuters',
        title: 'Coated stent halves repeat operations in leg arteries',
        text: STENT,
      },
      { id: 'prefixed', title: 'Drug stent spares patients surgery', text: `(Reuters) - ${STENT}`, day: 1.3 },
      {
        id: 'short',
        title: 'New stent keeps legs open',
        text: STENT.split('. ').slice(0, 2).join('. '),
        day: 1.4,
      },
      {
        id: 'tail',
        title: 'Stent trial: fewer second operations',
        text: `${STENT} Share this article. All rights reserved.`,
        day: 2,
      },
    ],
    [['prefixed', 'short', 'tail', 'wire']],
  ],
  [
    'joins a copy in British spelling with another quotation',
    [
      {
        id: 'us',
        title: 'Tumor screening pays off',
        text: `${STENT} The center analyzed hemoglobin and tumor color.`,
      },
      {
        id: 'uk',
        title: 'Tumour screening pays off',
        text: `${STENT} The centre analysed haemoglobin and tumour colour. "We hope so," said Jo Fry.`,
      },
    ],
    [['uk', 'us']],
  ],
  [
    'keeps two outbreaks of one disease apart',
    [
      { id: 'harlow', title: 'Measles outbreak closes two schools in Harlow', text: MEASLES },
      {
        id: 'dresden',
        title: 'Measles outbreak in Dresden sickens 12 at a hospital',
        text: `Twelve staff and patients of a clinic in Dresden have caught measles from a traveller, the city said. Visits are banned until Monday. Contacts are being traced and offered vaccination, and the ward was cleared. None of the infected is in danger.`,
        day: 1.2,
      },
    ],
    [['dresden'], ['harlow']],
  ],
  [
    'keeps two outbreaks apart when only their headlines are known',
    [
      { id: 'ohio', title: 'Measles outbreak in Ohio grows to 40 cases' },
      { id: 'texas', title: 'Measles outbreak in Texas grows to 90 cases' },
    ],
    [['ohio'], ['texas']],
  ],
  [
    'joins headlines about one event in other words',
    [
      { id: 'a', title: 'Honey bees detect lung cancer on the breath, study finds' },
      { id: 'b', title: 'Bees trained to smell lung cancer in human breath', day: 1.5 },
    ],
    [['a', 'b']],
  ],
  [
    'keeps apart what sounds alike but came weeks later',
    [
      { id: 'then', title: 'Honey bees detect lung cancer on the breath, study finds' },
      { id: 'later', title: 'Bees trained to smell lung cancer in human breath', day: 20 },
    ],
    [['later'], ['then']],
  ],
  [
    'keeps the figures of two weeks apart, though all else is the same',
    [
      {
        id: 'week1',
        source: 'register',
        title: 'Weekly bulletin on cholera: 112 infections',
        text: quarter('cholera', 112, 3),
      },
      {
        id: 'week2',
        source: 'register',
        title: 'Weekly bulletin on cholera: 140 infections',
        text: quarter('cholera', 140, 5),
        day: 8,
      },
    ],
    [['week1'], ['week2']],
  ],
  [
    "keeps last year's and this year's figures apart in one day's papers",
    [
      { id: 'y2024', title: 'Antibiotic prescriptions in 2024 fell by a tenth' },
      { id: 'y2025', title: 'Antibiotic prescriptions in 2025 fell by a tenth' },
    ],
    [['y2024'], ['y2025']],
  ],
  [
    'keeps texts of one template about two diseases apart',
    [
      {
        id: 'cholera',
        source: 'register',
        title: 'Weekly bulletin on cholera',
        text: quarter('cholera', 112, 3),
      },
      {
        id: 'dengue',
        source: 'register',
        title: 'Weekly bulletin on dengue',
        text: quarter('dengue', 113, 4),
      },
      {
        id: 'mpox',
        source: 'other',
        title: 'Weekly bulletin on leptospirosis',
        text: quarter('leptospirosis', 9, 1),
      },
    ],
    [['cholera'], ['dengue'], ['mpox']],
  ],
  [
    'joins articles that name one study, in whatever words and whenever',
    [
      {
        id: 'paper',
        title: 'Paclitaxel elution in femoropopliteal disease',
        studies: ['is doi 10.1000/stent'],
      },
      { id: 'news', title: 'Leg patients spared the knife', studies: ['about doi 10.1000/stent'], day: 3 },
      { id: 'late', title: 'What we learned about legs', studies: ['about doi 10.1000/stent'], day: 28 },
    ],
    [['late', 'news', 'paper']],
  ],
  [
    'does not join by what articles merely cite',
    [
      { id: 'one', title: 'Vitamin tablets do little for bones', studies: ['cites doi 10.1000/old'] },
      { id: 'two', title: 'Walking groups lift the mood', studies: ['cites doi 10.1000/old'] },
    ],
    [['one'], ['two']],
  ],
  [
    'keeps two trials of one drug apart',
    [
      {
        id: 'heart',
        title: 'Zolamivir trial shows benefit in heart failure',
        studies: ['about doi 10.1000/heart', 'about nct NCT00000001'],
      },
      {
        id: 'liver',
        title: 'Zolamivir trial shows benefit in fatty liver',
        studies: ['about doi 10.1000/liver', 'about nct NCT00000002'],
      },
    ],
    [['heart'], ['liver']],
  ],
  [
    'keeps two trials of one drug apart that a round-up names together',
    [
      {
        id: 'heart',
        title: 'Zolamivir trial shows benefit in heart failure',
        studies: ['about doi 10.1000/heart'],
      },
      { id: 'liver', title: 'Zolamivir in fatty liver', studies: ['about doi 10.1000/liver'] },
      {
        id: 'both',
        title: 'The week in trials',
        studies: ['about doi 10.1000/heart', 'about doi 10.1000/liver'],
        day: 2,
      },
    ],
    [['both', 'heart'], ['liver']],
  ],
  [
    'joins a preprint and its journal version when a page names both',
    [
      { id: 'preprint', title: 'Gut flora in winter sleep', studies: ['is doi 10.1101/2026.01.01.123456'] },
      { id: 'journal', title: 'Hibernation and the gut', studies: ['is doi 10.1000/gut'], day: 9 },
      {
        id: 'both',
        title: 'Bears lend us bacteria',
        studies: ['about doi 10.1101/2026.01.01.123456', 'about doi 10.1000/gut'],
        day: 10,
      },
    ],
    [['both', 'journal', 'preprint']],
  ],
  [
    'leaves a preprint and a journal version apart when no page names both',
    [
      { id: 'preprint', title: 'Gut flora in winter sleep', studies: ['is doi 10.1101/2026.01.01.123456'] },
      { id: 'journal', title: 'Hibernation and the gut', studies: ['is doi 10.1000/gut'], day: 9 },
    ],
    [['journal'], ['preprint']],
  ],
  [
    'takes two articles of one source in other words for two stories',
    [
      {
        id: 'one',
        source: 'daily',
        title: 'How asthma is treated in children',
        text: 'Inhalers are the mainstay of asthma care in children. A spray opens the airways within minutes, and a second one calms the swelling over weeks. Doctors choose the dose by age and by how often attacks come.',
      },
      {
        id: 'two',
        source: 'daily',
        title: 'How asthma is treated in adults',
        text: 'Adults with asthma mostly use one inhaler that does two things at once. Tablets and injections are for the few whose asthma stays severe. Smoking makes each of these treatments work less well.',
      },
    ],
    [['one'], ['two']],
  ],
  [
    'keeps the front matter of two journals apart',
    [
      {
        id: 'one',
        title: 'Editorial Board',
        text: 'Publication date: May 2026. Source: Journal of Gout, Volume 12.',
      },
      {
        id: 'two',
        title: 'Editorial Board',
        text: 'Publication date: May 2026. Source: Annals of Sleep, Volume 3.',
      },
    ],
    [['one'], ['two']],
  ],
  [
    'keeps papers apart of which the feed says nothing but a form',
    [
      {
        id: 'one',
        title: 'Colchicine prophylaxis after cardiac surgery',
        text: 'Publication date: Available online 3 May 2026. Source: Annals of Sleep and Rheumatology. Author(s): A. Berg, C. Dahl, E. Fors.',
      },
      {
        id: 'two',
        title: 'Melatonin in adolescents with insomnia',
        text: 'Publication date: Available online 3 May 2026. Source: Annals of Sleep and Rheumatology. Author(s): G. Hult, I. Jung, K. Lind.',
      },
    ],
    [['one'], ['two']],
  ],
  [
    'survives articles without text, letters or dates that make sense',
    [
      { id: 'empty', title: '' },
      { id: 'dots', title: '… !!! …', text: '—' },
      { id: 'cjk', title: '日本で新しい感染症の患者が確認された', text: '保健省は月曜日に発表した。' },
    ],
    [['cjk'], ['dots'], ['empty']],
  ],
  [
    'two pieces of one source that only share the words of a season',
    [
      { id: 'tips', source: 'daily', title: 'Newmarket racing tips and best bets for today' },
      { id: 'odds', source: 'daily', title: 'Gold Cup racing tips, latest odds and best bets' },
    ],
    [['odds'], ['tips']],
  ],
  [
    'one item listed twice by one source, and the same news elsewhere',
    [
      { id: 'first', source: 'daily', title: 'Legionella closes thermal baths in Budapest' },
      { id: 'again', source: 'daily', title: 'Legionella closes thermal baths in Budapest' },
      { id: 'other', source: 'weekly', title: 'Budapest thermal baths closed over legionella' },
    ],
    [['again', 'first', 'other']],
  ],
  [
    'two graphical abstracts of one issue',
    [
      {
        id: 'one',
        source: 'chem',
        title: 'Graphical abstract TOC',
        text: 'Publication date: 15 May 2026 Source: Letters of Chemistry, Volume 12 Author(s):',
      },
      {
        id: 'two',
        source: 'chem',
        title: 'Graphical abstract TOC',
        text: 'Publication date: 15 May 2026 Source: Letters of Chemistry, Volume 12 Author(s):',
      },
    ],
    [['one'], ['two']],
  ],
];
