import { Hono } from 'hono';
import { type Choice, consentText } from '../core/newsletter.ts';
import type { Site } from '../core/source.ts';
import { readChoice } from '../newsletter/choice.ts';
import { choiceFieldsOf } from '../newsletter/form.ts';
import { type LinkPurpose, verifyToken } from '../newsletter/links.ts';
import { changeChoice, erase, ownData, startAgain, stop } from '../newsletter/preferences.ts';
import type { PeopleDeps } from '../newsletter/sign-up.ts';
import type { Subscriber } from '../newsletter/subscriber.ts';
import type { ChoiceValues, FieldFaults, TopicOption } from '../publish/site/choice-fields.tsx';
import type { ServerEnv } from './client-address.ts';
import { faultsOf, fieldsOf, tokenOf, typed } from './newsletter-fields.ts';
import type { NewsletterPages } from './newsletter-pages.tsx';

export type LinkRoutesDeps = PeopleDeps & {
  site: Site;
  topics: readonly TopicOption[];
  pages: NewsletterPages;
  /** False where the newsletter was switched off: nothing can be chosen then, all else works as the mails promised. */
  isOpen: boolean;
};

/** What is behind the links at the foot of each mail, for ever: unsubscribing, choosing, own data, being forgotten. */
export function linkRoutes(deps: LinkRoutesDeps): Hono<ServerEnv> {
  const { site, topics, pages, secret, store, isOpen } = deps;
  const app = new Hono<ServerEnv>();
  const slugs = new Set(topics.map(({ slug }) => slug));

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
    const id = holder(tokenOf(c, await fieldsOf(c)), 'unsubscribe');
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
    const token = tokenOf(c, fields);
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
      case 'export':
        c.header('content-disposition', 'attachment; filename="newsletter-data.json"');
        return c.json((await ownData(id, deps)) ?? {});
      case 'erase':
        if (fields.first('sure') !== 'yes')
          return c.html(preferences(subscriber, token, { faults: { sure: NOT_SURE } }), 422);
        await erase(id, deps);
        return c.html(pages.erased());
    }
    if (!isOpen) return c.html(preferences(subscriber, token));
    if (fields.first('action') === 'restart') {
      const back = await startAgain(id, consentText(site.title), site.language, deps);
      return back ? c.html(preferences(back, token)) : c.html(pages.gone(), 404);
    }
    const choice = readChoice(choiceFieldsOf(fields), { topics: slugs, defaults: subscriber.choice });
    if (!choice.ok) {
      const values = typed(fields, subscriber.choice);
      return c.html(preferences(subscriber, token, { values, faults: faultsOf(choice.error) }), 422);
    }
    const changed = await changeChoice(id, choice.value, deps);
    return changed ? c.html(preferences(changed, token, { saved: true })) : c.html(pages.gone(), 404);
  });

  return app;
}

const NOT_SURE = 'Please tick the box, so that nothing is erased by mistake.';

const valuesOf = (choice: Choice): ChoiceValues => ({ ...choice, hour: String(choice.hour) });
