import { z } from 'zod';
import { FREQUENCIES, WEEKDAYS } from '../core/newsletter.ts';
import { absoluteUrl } from '../core/url.ts';
import { hasHeaderName, isCidr, isContact, isLanguage, isMailbox, isTimeZone } from './kinds.ts';

/** Text that passes `test`; `allowed` completes the sentence "it must be …". */
const text = (allowed: string, test: (text: string) => boolean = () => true) =>
  z.string({ error: allowed }).refine((value) => value.trim() !== '' && test(value), { error: allowed });

const wholeNumber = (min: number, max: number, unit: string) => {
  const error = `a whole number of ${unit} from ${min} to ${max}`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};

const seconds = (min: number, max: number) => {
  const error = `a number of seconds from ${min} to ${max}`;
  return z.number({ error }).min(min, { error }).max(max, { error });
};

const oneOf = <const T extends readonly [string, ...string[]]>(...values: T) =>
  z.enum(values, { error: values.map((value) => `"${value}"`).join(' or ') });

const object = <T extends z.core.$ZodLooseShape>(shape: T) => z.strictObject(shape, { error: 'an object' });
const list = <T extends z.ZodType>(item: T, of: string) => z.array(item, { error: `a list of ${of}` });
const webUrl = () =>
  text('an absolute http or https URL without a password in it', (value) => absoluteUrl(value) !== null).meta(
    { format: 'uri' },
  );

const language = () => text('a language tag such as "en" or "pt-BR" (BCP 47)', isLanguage);
const cron = () =>
  text('a cron expression in UTC, such as "*/15 * * * *" (minute, hour, day of month, month, day of week)');
const selector = () => text('a CSS selector');
const content = () => oneOf('excerpt', 'full');
const topic = () =>
  z
    .string({ error: TOPIC })
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: TOPIC })
    .max(60, { error: TOPIC });
const TOPIC = 'a topic in lower case with dashes, such as "infectious-disease"';
const topics = () => list(topic(), 'topics').max(20, { error: 'at most 20 topics' });

const ID = 'lower-case letters, digits and dashes, at most 64, such as "who-news" (it names files)';

const extractSchema = object({
  pages: oneOf('auto', 'always', 'never')
    .optional()
    .describe('Whether articles’ pages are read; auto: only where the feed gives less than about 80 words.'),
  article: selector().optional().describe('The element that holds the article’s text.'),
  title: selector().optional(),
  dek: selector().optional().describe('The standfirst.'),
  summary: selector().optional(),
  authors: selector().optional(),
  published: selector().optional(),
  image: selector().optional(),
  related: selector().optional().describe('The page’s own related articles.'),
  remove: selector().optional().describe('Elements to drop before reading.'),
  list: object({
    item: selector(),
    link: selector().optional(),
    title: selector().optional(),
    date: selector().optional(),
    summary: selector().optional(),
  })
    .optional()
    .describe('For "type": "page": how the page lists its items.'),
});

const sourceSchema = object({
  id: z
    .string({ error: ID })
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: ID })
    .describe('Short name, used in file names and commands; keep it for ever.'),
  name: text('a name').describe('What readers see.'),
  url: webUrl().describe('Where the news is read from.'),
  type: oneOf('feed', 'page', 'sitemap').default('feed').describe('What the URL leads to.'),
  site: webUrl().optional().describe('The site’s page, for people.'),
  schedule: cron().optional().describe('When "start" looks at it; UTC.'),
  enabled: z.boolean({ error: 'true or false' }).default(true),
  topics: topics().optional(),
  language: language().optional().describe('Where the feed does not state one.'),
  content: content().optional().describe('What is published; full needs a license.'),
  license: text('the licence’s name, such as "CC-BY"').optional(),
  extract: extractSchema.optional().describe('How its articles’ pages are read: CSS selectors.'),
  headers: z
    .record(
      z.string().refine(hasHeaderName, { error: 'the name of a request header that may be set' }),
      z.string({ error: 'text' }),
      { error: 'an object of request headers' },
    )
    .optional()
    .describe(`Sent to the source’s origin only. \${NAME} stands for an environment variable.`),
});

const mailbox = () => text('an e-mail address, with or without a name: "Mia <mia@example.org>"', isMailbox);
const frequency = () => oneOf(...FREQUENCIES);
const weekday = () => oneOf(...WEEKDAYS);

const newsletterSchema = object({
  enabled: z.boolean({ error: 'true or false' }).default(true),
  from: mailbox().describe('Who it comes from.'),
  replyTo: mailbox().optional(),
  postalAddress: text('the postal address that the law wants under each mail, on one or more lines').describe(
    'Shown under each mail.',
  ),
  smtpUrl: text('an address such as "smtps://user:password@smtp.example.org"', (value) =>
    /^smtps?:\/\/\S+$/i.test(value),
  )
    .optional()
    .describe('Better kept in MIAS_FEED_SMTP_URL, which comes before this.'),
  requireTls: z
    .boolean({ error: 'true or false' })
    .default(true)
    .describe('false sends without encryption where the server offers none.'),
  maxPerSecond: wholeNumber(1, 1000, 'mails').default(20).describe('Mails a second at the most.'),
  dkim: object({
    domain: text('a domain', (value) => /^[a-z0-9.-]+$/i.test(value)),
    selector: text('a DKIM selector', (value) => /^[a-z0-9.-]+$/i.test(value)),
    privateKeyFile: text('the path of a private key in PEM form'),
  })
    .optional()
    .describe('Signs mails, where the SMTP server does not.'),
  defaults: object({
    frequency: frequency().default('weekly'),
    weekday: weekday().default('monday'),
    hour: wholeNumber(0, 23, 'hours').default(8),
    timezone: text('a time zone such as "Europe/Berlin"', isTimeZone).default('UTC'),
  })
    .prefault({})
    .describe('What the form proposes.'),
  proofOfWork: z
    .boolean({ error: 'true or false' })
    .default(false)
    .describe('Lets the reader’s browser work for some seconds before it signs up (Altcha).'),
  issuesInFeed: z
    .boolean({ error: 'true or false' })
    .default(false)
    .describe('Publishes newsletter/issues.atom with the weekly issues.'),
});

/** The single definition of sources.json: what is checked, completed, and described to editors. */
export const configSchema = object({
  $schema: z.string().optional(),
  site: object({
    title: text('a title'),
    description: z.string({ error: 'text' }).default(''),
    url: text(
      'an absolute http or https URL without query, such as "https://feed.example.org/"',
      (value) => absoluteUrl(value) !== null && !/[?#]/.test(value),
    )
      .meta({ format: 'uri' })
      .describe('Where output/ will be served.'),
    language: language().default('en'),
    author: text('a name').optional(),
    hub: webUrl().optional().describe('WebSub hub that is told of news.'),
  }),
  network: object({
    userAgent: text('printable ASCII', (value) => /^[\x20-\x7e]{1,200}$/.test(value)).optional(),
    contact: text('a web or e-mail address where you can be reached', isContact)
      .optional()
      .describe('Told to every site that is visited; default: site.url.'),
    timeoutSeconds: seconds(1, 300).default(30).describe('Deadline of one request, body included.'),
    maxBytes: wholeNumber(1024, 200_000_000, 'bytes').default(15_000_000),
    concurrency: wholeNumber(1, 256, 'requests').default(16).describe('Requests at a time, in all.'),
    perHost: wholeNumber(1, 8, 'requests').default(1).describe('Requests at a time to one host.'),
    perHostDelaySeconds: seconds(0, 60).default(1).describe('Pause between requests to one host.'),
    minIntervalMinutes: wholeNumber(5, 10_080, 'minutes')
      .default(60)
      .describe('No source is asked more often than this.'),
    allowPrivate: list(text('a range such as "10.0.0.0/8" or "fd00::/8"', isCidr), 'CIDR ranges')
      .default([])
      .describe('Private networks that may be visited.'),
    pagesPerHost: wholeNumber(0, 1000, 'pages').default(20).describe('Pages read of one host in one run.'),
    pagesDeadlineSeconds: seconds(0, 3600)
      .default(60)
      .describe('How long a refresh reads pages before it publishes what it has.'),
  }).prefault({}),
  feed: object({
    items: wholeNumber(1, 1000, 'items')
      .default(100)
      .describe('Entries in the main feeds; older ones go to archives.'),
    content: content().default('excerpt').describe('For sources that state a license and no "content".'),
  }).prefault({}),
  newsletter: newsletterSchema.optional().describe('Sends the stories by mail to those who asked for it.'),
  defaults: object({
    schedule: cron().default('*/15 * * * *'),
    topics: topics().optional(),
    language: language().optional(),
    content: content().optional(),
    extract: extractSchema.optional(),
  })
    .prefault({})
    .describe('For every source that does not say otherwise.'),
  sources: list(sourceSchema, 'sources'),
}).meta({ title: 'Mia’s Feed: what to follow and how to publish it' });

export type ConfigFile = z.output<typeof configSchema>;
export type SourceEntry = ConfigFile['sources'][number];
