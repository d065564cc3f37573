import type { Child } from 'hono/jsx';
import { type Choice, consentText } from '../core/newsletter.ts';
import type { Site } from '../core/source.ts';
import { CONFIRMATION_HOURS } from '../newsletter/confirm.ts';
import type { Subscriber } from '../newsletter/subscriber.ts';
import { BAD_LINK, capitalised, describeChoice } from '../newsletter/words.ts';
import {
  ChoiceFields,
  type ChoiceValues,
  FaultNote,
  type FieldFaults,
  type TopicOption,
} from '../publish/site/choice-fields.tsx';
import { renderPage } from '../publish/site/layout.tsx';
import { SignUpBody } from '../publish/site/newsletter-page.tsx';
import { hrefOf } from '../publish/site/paths.ts';
import type { SignUpFormProps } from '../publish/site/sign-up-form.tsx';

export type PageContext = {
  site: Site;
  topics: readonly TopicOption[];
  /** Where people are answered. */
  mailbox: string;
  /** False where the newsletter was switched off: nobody is asked to sign up. */
  isOpen: boolean;
};

export type NewsletterPages = ReturnType<typeof newsletterPages>;

/** Every page of the newsletter that is made for one reader; each as its HTML. */
export function newsletterPages({ site, topics, mailbox, isOpen }: PageContext) {
  const labels = new Map(topics.map(({ slug, label }) => [slug, label]));
  const inWords = (choice: Choice) => describeChoice(choice, (slug) => labels.get(slug) ?? slug);

  /** `news`: what the page tells first, which its title begins with, as a screen reader does with a page. */
  const page = (title: string, children: Child, news: string | null = null) =>
    renderPage(
      site,
      {
        path: 'newsletter/',
        title: news === null ? title : `${news}: ${title}`,
        description: `The newsletter of ${site.title}.`,
        isPublic: false,
      },
      <div class="narrow prose newsletter-page">
        <h1>{title}</h1>
        {children}
      </div>,
    );

  /** A page whose one button does what its link is for: opening the link does nothing, because mail scanners do that. */
  const buttonPage = (title: string, paragraphs: readonly string[], { to, token, button }: Button) =>
    page(
      title,
      <>
        {paragraphs.map((text) => (
          <p>{text}</p>
        ))}
        <form method="post" action={hrefOf(site, to)}>
          <input type="hidden" name="token" value={token} />
          <button type="submit">{button}</button>
        </form>
      </>,
    );

  return {
    signUp: (props: Omit<SignUpFormProps, 'site' | 'topics'>) =>
      renderPage(
        site,
        {
          path: 'newsletter/',
          title: props.faults === undefined ? 'Newsletter' : `${TO_CORRECT}: Newsletter`,
          description: `The newsletter of ${site.title}.`,
          isPublic: false,
        },
        <SignUpBody {...{ site, topics }} {...props} />,
      ),

    checkInbox: (email: string) =>
      page(
        'Please look into your inbox',
        <>
          <p>
            A mail with a link to confirm is on its way to <strong dir="auto">{email}</strong>. The link works
            for {CONFIRMATION_HOURS} hours.
          </p>
          <p>
            {`Nothing there after some minutes? Look into the folder for spam, check the address above, or write to ${mailbox}. At most three such mails go to one address in a day.`}
          </p>
        </>,
      ),

    tooMany: () =>
      page(
        'Too many at once',
        <p>{`Too many sign-ups came from your network just now. Please try again in an hour, or write to ${mailbox}.`}</p>,
      ),

    confirm: (token: string, choice: Choice) =>
      buttonPage('Confirm your subscription', [sentence(inWords(choice)), consentText(site.title)], {
        to: 'newsletter/confirm',
        token,
        button: 'Confirm',
      }),

    confirmed: () =>
      page(
        'You are subscribed',
        <p>
          Thank you. Every mail has links at its foot to change what you get, and to unsubscribe. Until the
          first one comes, read the <a href={hrefOf(site, '')}>latest stories</a>.
        </p>,
      ),

    alreadyConfirmed: () =>
      page('Already confirmed', <p>This link was used before. There is nothing left to do.</p>),

    unknownToken: () =>
      page(
        'This link no longer works',
        <p>
          It is older than {CONFIRMATION_HOURS} hours, or not complete.{' '}
          <a href={hrefOf(site, 'newsletter/')}>Sign up once more</a> to get a new one.
        </p>,
      ),

    badLink: () =>
      page(
        BAD_LINK,
        <p>{`Please open the whole link from the mail; some programs cut it. If that doesn’t help, write to ${mailbox}.`}</p>,
      ),

    unsubscribe: (token: string) =>
      buttonPage('Unsubscribe', [`No more mails from ${site.title} will come to you.`], {
        to: 'newsletter/unsubscribe',
        token,
        button: 'Unsubscribe',
      }),

    unsubscribed: () =>
      page(
        'You are unsubscribed',
        <p>
          No more mails will come.
          {isOpen && (
            <>
              {' If you change your mind, you can '}
              <a href={hrefOf(site, 'newsletter/')}>sign up</a> again at any time.
            </>
          )}
        </p>,
      ),

    gone: () =>
      page(
        'Not subscribed',
        <p>
          Nothing is stored here that belongs to this link.
          {isOpen && (
            <>
              {' '}
              <a href={hrefOf(site, 'newsletter/')}>Sign up</a> to get the newsletter.
            </>
          )}
        </p>,
      ),

    erased: () =>
      page(
        'Everything is erased',
        <p>
          Your address and your choices are deleted. Only a code that is made from the address, and can’t be
          turned back into it, stays, so that nobody adds you by mistake.
          {isOpen && ' You can sign up again yourself.'}
        </p>,
      ),

    preferences: ({ subscriber, values, token, faults = {}, saved = false }: PreferencesProps) =>
      page(
        'Your newsletter',
        <>
          {saved && (
            <p class="note" role="status">
              Saved. From now on you get the newsletter {inWords(subscriber.choice)}.
            </p>
          )}
          <p class="lede">
            For <strong dir="auto">{subscriber.email}</strong>
          </p>
          <FaultNote faults={faults} />
          {!isOpen && <p>There is no newsletter at the moment, and no mails are sent.</p>}
          {isOpen && subscriber.stopped === null && (
            <Action {...{ site, token, action: 'save', button: 'Save' }}>
              <ChoiceFields values={values} faults={faults} topics={topics} />
            </Action>
          )}
          {subscriber.stopped !== null && <p>You are unsubscribed: no mails come.</p>}
          {isOpen && subscriber.stopped?.why === 'unsubscribed' && (
            <Action {...{ site, token, action: 'restart', button: 'Subscribe again' }} />
          )}
          {subscriber.stopped === null && (
            <>
              <h2>Unsubscribe</h2>
              <p>No more mails come. You can subscribe again at any time.</p>
              <Action {...{ site, token, action: 'unsubscribe', button: 'Unsubscribe', isMain: false }} />
            </>
          )}
          <h2>Your data</h2>
          <p>Everything that is stored about you, as a file (JSON).</p>
          <Action {...{ site, token, action: 'export', button: 'Download', isMain: false }} />
          <h2>Erase everything</h2>
          <Action {...{ site, token, action: 'erase', button: 'Erase', isMain: false }}>
            <label class="choice">
              <input
                type="checkbox"
                name="sure"
                value="yes"
                required
                aria-describedby={faults.sure === undefined ? undefined : 'newsletter-sure-fault'}
              />
              <span>Delete my address and my choices. This can’t be undone.</span>
            </label>
            {faults.sure !== undefined && (
              <p class="fault" id="newsletter-sure-fault">
                {faults.sure}
              </p>
            )}
          </Action>
        </>,
        saved ? 'Saved' : Object.keys(faults).length > 0 ? TO_CORRECT : null,
      ),
  };
}

/** Begins the title of a form that comes back. */
const TO_CORRECT = 'Please correct';

const sentence = (words: string): string => `${capitalised(words)}.`;

type Button = { to: string; token: string; button: string };

export type PreferencesProps = {
  subscriber: Subscriber;
  values: ChoiceValues;
  token: string;
  faults?: FieldFaults;
  saved?: boolean;
};

type ActionProps = { site: Site; token: string; action: string; button: string; isMain?: boolean };

/** One thing that the holder of a link can do; the main one of a page stands out. */
const Action = ({ isMain = true, ...props }: ActionProps & { children?: Child }) => (
  <form method="post" action={hrefOf(props.site, 'newsletter/preferences')}>
    <input type="hidden" name="token" value={props.token} />
    <input type="hidden" name="action" value={props.action} />
    {props.children}
    <button type="submit" class={isMain ? undefined : 'quiet'}>
      {props.button}
    </button>
  </form>
);
