// The demo's invented world: who publishes, and what. Names, studies and numbers are made up.

/** Outlets by id. `format` and `trouble` say how each one's feed behaves. */
export const OUTLETS = [
  {
    id: 'northfield-journal',
    name: 'Northfield Journal of Medicine',
    format: 'atom',
    topics: ['internal-medicine'],
  },
  { id: 'alder-university', name: 'St. Alder University Press Office', format: 'rss' },
  { id: 'daily-wellbeing', name: 'The Daily Wellbeing', format: 'json' },
  { id: 'preprint-harbour', name: 'Preprint Harbour', format: 'rdf' },
  { id: 'westmark-agency', name: 'Westmark Public Health Agency', format: 'rss', trouble: 'moved' },
  { id: 'evening-courier', name: 'The Evening Courier: Health', format: 'rss', trouble: 'rate-limited' },
  { id: 'old-clinic', name: 'Old Clinic News', format: 'html', trouble: 'broken' },
];

const KEFIR = '10.5555/njm.2026.0142';

/** In the order of publication; the first ones are there when the demo begins. */
export const NEWS = [
  {
    by: 'northfield-journal',
    title:
      'Home Blood Pressure Telemonitoring in Adults With Uncontrolled Hypertension: A Randomized Clinical Trial',
    doi: '10.5555/njm.2026.0139',
    text: [
      'In this randomized clinical trial, 612 adults with uncontrolled hypertension were assigned to home telemonitoring or usual care in 24 primary care practices.',
      'After twelve months, mean systolic pressure was 6.1 mm Hg lower in the telemonitoring group. Dizziness was reported by 4% in both groups.',
      'Telemonitoring lowered blood pressure without more visits to the practice.',
    ],
  },
  {
    by: 'westmark-agency',
    title: 'Measles: three new cases in Harrow Bay, vaccination clinics extended',
    text: [
      'Three children in Harrow Bay have been diagnosed with measles since Monday, which brings the number of cases this year to eleven.',
      'Walk-in vaccination clinics at the harbour hall stay open until the end of the month. Nobody needs an appointment.',
      'People who were born after 1970 and never had two doses should get vaccinated, the agency says.',
    ],
  },
  {
    by: 'preprint-harbour',
    title: 'Gut bacteriophage diversity tracks recovery after antibiotic treatment in mice',
    doi: '10.5555/harbour.2026.03.118',
    text: [
      'We followed faecal viromes of 48 mice for ten weeks after a course of amoxicillin.',
      'Phage diversity fell within two days and returned along with its bacterial hosts, but slower in animals on a low-fibre diet.',
      'This preprint has not been peer reviewed.',
    ],
  },
  {
    by: 'daily-wellbeing',
    title: 'Why your knees crack, and when it matters',
    text: [
      'Most cracking knees are harmless: gas bubbles form and burst in the fluid of the joint, and tendons slide over bone.',
      'See a doctor when the noise comes with pain, swelling or a knee that gives way.',
      'Strong thigh muscles take load off the joint, whatever it sounds like.',
    ],
  },
  {
    by: 'northfield-journal',
    title: 'Fermented Milk and Seasonal Influenza in Care Home Residents: A Cluster Randomized Trial',
    doi: KEFIR,
    text: [
      'In this cluster randomized trial, 1,084 residents of 36 care homes received a daily glass of fermented milk or plain milk from October to April.',
      'Laboratory-confirmed influenza occurred in 9.4% and 9.1% of residents (risk ratio 1.03; 95% CI 0.71 to 1.49).',
      'A daily glass of fermented milk did not prevent influenza in care home residents.',
    ],
  },
  {
    by: 'alder-university',
    title: 'Kefir does not keep the flu away, large care home study finds',
    about: KEFIR,
    text: [
      'A glass of kefir a day does not protect people in care homes from influenza, researchers of St. Alder University report in the Northfield Journal of Medicine.',
      'For the study, 1,084 residents of 36 homes drank fermented or plain milk for one winter. About 9 in 100 fell ill with influenza in either group.',
      'Professor Ines Malloy, who led the trial, recommends what is known to help: vaccination of residents and staff.',
    ],
  },
  {
    by: 'daily-wellbeing',
    title: 'Sorry, kefir fans: it won’t stop the flu',
    about: KEFIR,
    text: [
      'Bad news for everyone who swears by a morning glass of kefir: in a trial with 1,084 care home residents it did nothing against influenza.',
      'Roughly nine in a hundred people caught the flu, whether they drank kefir or ordinary milk, the team of St. Alder University found.',
      'Kefir is still good food. For protection against flu, get the shot.',
    ],
  },
  {
    by: 'evening-courier',
    title: 'City hospital opens night clinic for people who work shifts',
    text: [
      'From Thursday on, nurses, bakers and bus drivers can see a doctor between ten at night and four in the morning at the city hospital.',
      'The hospital expects forty patients a night. The clinic is paid for by the city for two years at first.',
    ],
  },
  {
    by: 'westmark-agency',
    title: 'Recall: Brightwell eye drops, lot 77-A, may be contaminated',
    text: [
      'Brightwell recalls one lot of its lubricating eye drops because of possible contamination with Burkholderia cepacia.',
      'Stop using drops of lot 77-A and bring them back to the pharmacy. See a doctor if an eye is red or painful.',
    ],
  },
  {
    by: 'preprint-harbour',
    title: 'Wastewater surveillance anticipates norovirus outbreaks in schools by five days',
    doi: '10.5555/harbour.2026.03.131',
    text: [
      'We sampled sewers near 62 schools twice a week for two winters and counted norovirus genomes.',
      'Rises in wastewater preceded absences by a median of five days. Signals were weaker after heavy rain.',
      'This preprint has not been peer reviewed.',
    ],
  },
  {
    by: 'alder-university',
    title: 'New scanner sees the heart of unborn children in three dimensions',
    text: [
      'Engineers of St. Alder University have built an ultrasound probe that shows the beating heart of a fetus in three dimensions.',
      'In a first series of 35 pregnancies, all eleven heart defects were seen, two of them earlier than with ordinary ultrasound.',
    ],
  },
  {
    by: 'northfield-journal',
    title: 'Early Physiotherapy After Hip Fracture and Walking Ability at One Year: A Cohort Study',
    doi: '10.5555/njm.2026.0147',
    text: [
      'This cohort study included 3,405 patients aged 65 or older who had surgery for hip fracture in 14 hospitals.',
      'Patients who stood up on the day after surgery walked without help more often after one year (61% vs 48%), also after adjustment for age and illness.',
      'Confounding by frailty cannot be excluded.',
    ],
  },
  {
    by: 'daily-wellbeing',
    title: 'Five minutes of stairs: what short bursts of effort do for the heart',
    text: [
      'You do not need an hour in the gym: several brisk climbs a day train heart and lungs, sports physicians say.',
      'Begin with one floor, let the breath settle, and add a floor each week. Whoever has a heart condition asks a doctor first.',
    ],
  },
  {
    by: 'westmark-agency',
    title: 'Heat plan comes into force: cool rooms open in all districts',
    text: [
      'Temperatures above 35 degrees are expected until Sunday. Libraries and swimming halls in all districts offer cool rooms from noon to eight.',
      'Look after neighbours who live alone, drink before you are thirsty, and keep medicines out of the sun.',
    ],
  },
  {
    by: 'evening-courier',
    title: 'Pharmacists may now renew asthma prescriptions',
    text: [
      'People with stable asthma no longer need a doctor’s visit for each new inhaler: pharmacists may renew the prescription twice.',
      'The medical association had warned of missed check-ups; the law therefore asks for one visit a year.',
    ],
  },
  {
    by: 'preprint-harbour',
    title: 'A blood test for endometriosis: accuracy of a microRNA panel in 410 women',
    doi: '10.5555/harbour.2026.03.144',
    text: [
      'We measured a panel of six microRNAs in 410 women before laparoscopy for pelvic pain.',
      'Sensitivity was 78% and specificity 84%. Accuracy was lower in women who took hormones.',
      'This preprint has not been peer reviewed.',
    ],
  },
  {
    by: 'alder-university',
    title: 'Sleep laboratory seeks volunteers who never remember their dreams',
    text: [
      'The sleep laboratory of St. Alder University invites people who remember a dream less than once a month to spend three nights there.',
      'Volunteers are paid. The team wants to learn whether dreams are missing or merely forgotten.',
    ],
  },
  {
    by: 'northfield-journal',
    title: 'Five Versus Ten Days of Antibiotics for Cellulitis: A Noninferiority Trial',
    doi: '10.5555/njm.2026.0151',
    text: [
      'In this noninferiority trial, 428 adults with uncomplicated cellulitis received five or ten days of flucloxacillin.',
      'Cure at day 28 was 88.2% and 89.0%. Diarrhoea was less common with five days.',
      'Five days were noninferior to ten.',
    ],
  },
];

/** So many items are already there when the demo begins. */
export const PUBLISHED_BEFORE = 5;
