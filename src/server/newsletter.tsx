import { type Context, Hono } from 'hono';
import { HOUR_MS } from '../core/instant.ts';
import { type Choice, consentText, type NewsletterSettings } from '../core/newsletter.ts';
import type { Site } from '../core/source.ts';
import { type ChoiceRules, type Fault, readChoice } from '../newsletter/choice.ts';
import { confirm, tokenState } from '../newsletter/confirm.ts';
import { choiceFieldsOf, type FormFields, readSignUp } from '../newsletter/form.ts';
import { formTime, isTooQuick } from '../newsletter/form-time.ts';
import { type LinkPurpose, verifyToken } from '../newsletter/links.ts';
import { changeChoice, erase, ownData, startAgain, stop } from '../newsletter/preferences.ts';
import { proofOfWork } from '../newsletter/proof-of-work.ts';
import { networkOf, rateLimit } from '../newsletter/rate-limit.ts';
import { type PeopleDeps, signUp } from '../newsletter/sign-up.ts';
import type { Subscriber } from '../newsletter/subscriber.ts';
import type { ChoiceValues, FieldFaults, TopicOption } from '../publish/site/choice-fields.tsx';
import { clientAddress, type ServerEnv } from './client-address.ts';
import { newsletterPages } from './newsletter-pages.tsx';

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
  const { site, settings, topics, secret, now, store } = deps;
  const pages = newsletterPages(deps);
  const rules: ChoiceRules = {
    defaults: settings.defaults,
    topics: new Set(topics.map(({ slug }) => slug)),
  };
  const agreement = consentText(site.title);
  const limits = signUpLimits(now);
  const work = settings.proofOfWork ? proofOfWork({ secret, now }) : null;
  const app = new Hono<ServerEnv>();

  app.use(async (c, next) => {
    await next();
    c.res.headers.set('cache-control', 'no-store');
    c.res.headers.set('referrer-policy', 'no-referrer');
    c.res.headers.set('x-robots-tag', 'noindex');
  });

  const form = (props: { values?: ChoiceValues & { email: string }; faults?: FieldFaults } = {}) =>
    pages.signUp({ consentText: agreement, time: formTime(now(), secret), ...props });

  app.get('/', (c) => c.html(form()));
  // The site's own page answers there once it is published.
  app.get('/*', (c, next) => (c.req.path.endsWith('/newsletter/') ? c.html(form()) : next()));

  if (work) app.get('/challenge', async (c) => c.json(await work.challenge()));

  app.post('/', async (c) => {
    const fields = await fieldsOf(c);
    const read = readSignUp(fields, rules);
    const values = { ...typed(fields, settings), email: fields.first('email').slice(0, 300) };
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
    const token = await tokenOf(c);
    const confirmed = await confirm(token, deps);
    if (confirmed === 'unknown') return c.html(pages.unknownToken(), 404);
    return c.html(confirmed === 'confirmed' ? pages.confirmed() : pages.alreadyConfirmed());
  });

  /** Whose link it is; null where it was not signed by us. */
  const holder = (token: string, purpose: LinkPurpose) => verifyToken(token, purpose, secret);

  app.get('/unsubscribe', (c) => {
    const token = c.req.query('token') ?? '';
    return holder(token, 'unsubscribe') === null
      ? c.html(pages.badLink(), 404)
      : c.html(pages.unsubscribe(token));
  });

  // Also the one click of mail programs (RFC 8058), whatever their body looks like.
  app.post('/unsubscribe', async (c) => {
    const id = holder(await tokenOf(c), 'unsubscribe');
    if (id === null) return c.html(pages.badLink(), 404);
    await stop(id, 'unsubscribed', deps);
    return c.html(pages.unsubscribed());
  });

  const preferences = (
    subscriber: Subscriber,
    token: string,
    more: { values?: ChoiceValues; faults?: FieldFaults; saved?: boolean } = {},
  ) => pages.preferences({ subscriber, token, values: valuesOf(subscriber.choice), ...more });

  app.get('/preferences', async (c) => {
    const token = c.req.query('token') ?? '';
    const id = holder(token, 'preferences');
    if (id === null) return c.html(pages.badLink(), 404);
    const subscriber = await store.get('subscribers', id);
    return subscriber ? c.html(preferences(subscriber, token)) : c.html(pages.gone(), 404);
  });

  app.post('/preferences', async (c) => {
    const fields = await fieldsOf(c);
    const token = fields.first('token') || (c.req.query('token') ?? '');
    const id = holder(token, 'preferences');
    if (id === null) return c.html(pages.badLink(), 404);
    const subscriber = await store.get('subscribers', id);
    if (!subscriber) {
      // Pressed again after a kill, or by somebody whose record was lost: copies of damaged files may still hold it.
      if (fields.first('action') !== 'erase' || fields.first('sure') !== 'yes')
        return c.html(pages.gone(), 404);
      await erase(id, deps);
      return c.html(pages.erased());
    }
    switch (fields.first('action')) {
      case 'unsubscribe':
        await stop(id, 'unsubscribed', deps);
        return c.html(pages.unsubscribed());
      case 'restart': {
        const back = await startAgain(id, agreement, site.language, deps);
        return back ? c.html(preferences(back, token)) : c.html(pages.gone(), 404);
      }
      case 'export':
        c.header('content-disposition', 'attachment; filename="newsletter-data.json"');
        return c.json((await ownData(id, deps)) ?? {});
      case 'erase':
        if (fields.first('sure') !== 'yes')
          return c.html(preferences(subscriber, token, { faults: { sure: NOT_SURE } }), 422);
        await erase(id, deps);
        return c.html(pages.erased());
      default: {
        const choice = readChoice(choiceFieldsOf(fields), { ...rules, defaults: subscriber.choice });
        if (!choice.ok) {
          const values = typed(fields, settings);
          return c.html(preferences(subscriber, token, { values, faults: faultsOf(choice.error) }), 422);
        }
        const changed = await changeChoice(id, choice.value, deps);
        return changed ? c.html(preferences(changed, token, { saved: true })) : c.html(pages.gone(), 404);
      }
    }
  });

  return app;
}

const TOO_QUICK = 'That was quicker than people are. Please press the button once more.';
const NO_PROOF =
  'Your browser has not shown its work, for which it needs JavaScript and a few seconds. Please try once more.';
const NOT_SURE = 'Please tick the box, so that nothing is erased by mistake.';

/** Sign-ups in an hour: from one address, from one network, and in all. */
function signUpLimits(now: PeopleDeps['now']) {
  const hourly = (limit: number, maxKeys: number) => rateLimit(limit, { windowMs: HOUR_MS, maxKeys, now });
  const [byAddress, byNetwork, all] = [hourly(10, 20_000), hourly(30, 10_000), hourly(500, 1)];
  return {
    take: (address: string) =>
      byAddress.take(address) && byNetwork.take(networkOf(address)) && all.take('all'),
  };
}

/** The form that was posted, urlencoded or multipart; empty where the body is neither. */
async function fieldsOf(c: Context): Promise<FormFields> {
  const body: Record<string, unknown> = await c.req.parseBody({ all: true }).catch((error) => {
    if (error instanceof TypeError) return {};
    throw error;
  });
  const all = (name: string): string[] =>
    [body[name]].flat().filter((value): value is string => typeof value === 'string');
  return { all, first: (name) => all(name)[0] ?? '' };
}

/** From the form's hidden field, or from the link itself. */
const tokenOf = async (c: Context): Promise<string> =>
  (await fieldsOf(c)).first('token') || (c.req.query('token') ?? '');

const valuesOf = (choice: Choice): ChoiceValues => ({ ...choice, hour: String(choice.hour) });

/** What was typed, so that nobody has to type it again. */
const typed = (form: FormFields, { defaults }: NewsletterSettings): ChoiceValues => ({
  frequency: form.first('frequency') || defaults.frequency,
  weekday: form.first('weekday') || defaults.weekday,
  hour: form.first('hour') || String(defaults.hour),
  timezone: form.first('timezone').slice(0, 64) || defaults.timezone,
  topics: form.all('topics').slice(0, 500),
});

const faultsOf = (faults: readonly Fault[]): FieldFaults =>
  Object.fromEntries(faults.map(({ field, message }) => [field, message]));
