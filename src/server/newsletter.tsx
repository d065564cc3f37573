import { Hono } from 'hono';
import { HOUR_MS } from '../core/instant.ts';
import { consentText, type NewsletterSettings } from '../core/newsletter.ts';
import type { Site } from '../core/source.ts';
import type { ChoiceRules } from '../newsletter/choice.ts';
import { confirm, tokenState } from '../newsletter/confirm.ts';
import { readSignUp } from '../newsletter/form.ts';
import { formTime, isTooQuick } from '../newsletter/form-time.ts';
import { proofOfWork } from '../newsletter/proof-of-work.ts';
import { networkOf, rateLimit } from '../newsletter/rate-limit.ts';
import { type PeopleDeps, signUp } from '../newsletter/sign-up.ts';
import type { ChoiceValues, FieldFaults, TopicOption } from '../publish/site/choice-fields.tsx';
import { mailboxOf } from '../publish/site/sign-up-form.tsx';
import { clientAddress, type ServerEnv } from './client-address.ts';
import { faultsOf, fieldsOf, tokenOf, typed } from './newsletter-fields.ts';
import { linkRoutes } from './newsletter-links.ts';
import { type NewsletterPages, newsletterPages } from './newsletter-pages.tsx';

export type NewsletterRoutesDeps = PeopleDeps & {
  site: Site;
  settings: NewsletterSettings;
  /** The tree that subscribers choose from. */
  topics: readonly TopicOption[];
  /** Told when a confirmation waits to be sent. */
  wake(): void;
};

/** What is behind `/newsletter`. Links from mails only show a button: it's pressing that changes something. No cookies. */
export function newsletterRoutes(deps: NewsletterRoutesDeps): Hono<ServerEnv> {
  const { site, settings, topics } = deps;
  const pages = newsletterPages({ site, topics, mailbox: mailboxOf(settings), isOpen: true });
  return privately()
    .route('/', signUpRoutes(deps, pages))
    .route('/', linkRoutes({ ...deps, pages, isOpen: true }));
}

export type ClosedRoutesDeps = PeopleDeps &
  Pick<NewsletterRoutesDeps, 'site' | 'topics'> & { mailbox: string };

/** What is left of it where the newsletter was switched off: the links in mails that were sent. */
export function closedNewsletterRoutes(deps: ClosedRoutesDeps): Hono<ServerEnv> {
  const pages = newsletterPages({ ...deps, isOpen: false });
  return privately().route('/', linkRoutes({ ...deps, pages, isOpen: false }));
}

/** Answers that nobody keeps, passes on or lists. */
const privately = (): Hono<ServerEnv> =>
  new Hono<ServerEnv>().use(async (c, next) => {
    await next();
    c.res.headers.set('cache-control', 'no-store');
    c.res.headers.set('referrer-policy', 'no-referrer');
    c.res.headers.set('x-robots-tag', 'noindex');
  });

function signUpRoutes(deps: NewsletterRoutesDeps, pages: NewsletterPages): Hono<ServerEnv> {
  const { site, settings, topics, secret, now } = deps;
  const rules: ChoiceRules = {
    defaults: settings.defaults,
    topics: new Set(topics.map(({ slug }) => slug)),
  };
  const agreement = consentText(site.title);
  const limits = signUpLimits(now);
  const work = settings.proofOfWork ? proofOfWork({ secret, now }) : null;
  const app = new Hono<ServerEnv>();

  const form = (props: { values?: ChoiceValues & { email: string }; faults?: FieldFaults } = {}) =>
    pages.signUp({ settings, consentText: agreement, time: formTime(now(), secret), ...props });

  app.get('/', (c) => c.html(form()));
  // The site's own page answers there once it is published.
  app.get('/*', (c, next) => (c.req.path.endsWith('/newsletter/') ? c.html(form()) : next()));

  if (work) app.get('/challenge', async (c) => c.json(await work.challenge()));

  app.post('/', async (c) => {
    const fields = await fieldsOf(c);
    const read = readSignUp(fields, rules);
    const values = { ...typed(fields, settings.defaults), email: fields.first('email').slice(0, 300) };
    if (!read.ok) return c.html(form({ values, faults: faultsOf(read.error) }), 422);
    const { email, choice } = read.value;
    if (fields.first('website') !== '') return c.html(pages.checkInbox(email));
    if (isTooQuick(fields.first('time'), now(), secret))
      return c.html(form({ values, faults: { form: TOO_QUICK } }), 422);
    if (work && !(await work.isSolved(fields.first('altcha'))))
      return c.html(form({ values, faults: { form: NO_PROOF } }), 422);
    if (!limits.take(clientAddress(c))) return c.html(pages.tooMany(), 429);
    await signUp({ email, choice, language: site.language, consentText: agreement }, deps);
    deps.wake();
    return c.html(pages.checkInbox(email));
  });

  app.get('/confirm', async (c) => {
    const given = c.req.query('token') ?? '';
    const { state, token } = await tokenState(given, deps);
    if (state === 'already') return c.html(pages.alreadyConfirmed());
    return token ? c.html(pages.confirm(given, token.choice)) : c.html(pages.unknownToken(), 404);
  });

  app.post('/confirm', async (c) => {
    const token = tokenOf(c, await fieldsOf(c));
    const confirmed = await confirm(token, deps);
    if (confirmed === 'unknown') return c.html(pages.unknownToken(), 404);
    return c.html(confirmed === 'confirmed' ? pages.confirmed() : pages.alreadyConfirmed());
  });

  return app;
}

const TOO_QUICK = 'That was quicker than people are. Please press the button once more.';
const NO_PROOF =
  'Your browser has not shown its work, for which it needs JavaScript and a few seconds. Please try once more.';

/** Sign-ups in an hour: from one address, from one network, and in all. */
function signUpLimits(now: PeopleDeps['now']) {
  const hourly = (limit: number, maxKeys: number) => rateLimit(limit, { windowMs: HOUR_MS, maxKeys, now });
  const [byAddress, byNetwork, all] = [hourly(10, 20_000), hourly(30, 10_000), hourly(500, 1)];
  return {
    take: (address: string) =>
      byAddress.take(address) && byNetwork.take(networkOf(address)) && all.take('all'),
  };
}
