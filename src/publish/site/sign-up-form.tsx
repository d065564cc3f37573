import type { NewsletterSettings } from '../../core/newsletter.ts';
import type { Site } from '../../core/source.ts';
import { ASSETS } from './assets.ts';
import {
  attributesOf,
  ChoiceFields,
  type ChoiceValues,
  FaultNote,
  Field,
  type FieldFaults,
  type TopicOption,
} from './choice-fields.tsx';
import { hrefOf } from './paths.ts';

export type SignUpFormProps = {
  site: Site;
  settings: NewsletterSettings;
  topics: readonly TopicOption[];
  /** What they agree to. */
  consentText: string;
  /** What was typed before; the settings' proposals without it. */
  values?: ChoiceValues & { email: string };
  faults?: FieldFaults;
  /** When the form was made, signed; null in pages that stay. */
  time?: string | null;
};

/**
 * The whole form of the newsletter. The server checks it, not the browser, which would refuse addresses of other
 * scripts (RFC 6531). Posts to `newsletter`, works without scripts unless the browser has to prove its
 * work.
 */
export function SignUpForm(props: SignUpFormProps) {
  const { site, settings, topics, consentText, faults = {}, time = null } = props;
  const values = props.values ?? { email: '', ...proposed(settings) };
  return (
    <form method="post" action={hrefOf(site, 'newsletter')} class="newsletter-form" novalidate>
      {faults.form !== undefined && (
        <p class="fault" role="alert">
          {faults.form}
        </p>
      )}
      <FaultNote faults={faults} />
      <Field field="email" label="E-mail address" faults={faults}>
        <input
          {...attributesOf('email', faults)}
          type="email"
          autocomplete="email"
          required
          value={values.email}
          placeholder="you@example.org"
        />
      </Field>
      <ChoiceFields values={values} faults={faults} topics={topics} />
      <div class="bait" aria-hidden="true">
        <label for="newsletter-website">Leave this empty</label>
        <input id="newsletter-website" name="website" type="text" tabindex={-1} autocomplete="off" />
      </div>
      {time !== null && <input type="hidden" name="time" value={time} />}
      {settings.proofOfWork && <ProofOfWork site={site} settings={settings} />}
      <p>{consentText}</p>
      <button type="submit">Subscribe</button>
      <p class="small">
        First you get a mail with a link. The newsletter only comes after you have confirmed there.{' '}
        <a href={hrefOf(site, 'privacy/')}>Privacy</a>
      </p>
      {!settings.proofOfWork && <script type="module" src={hrefOf(site, ASSETS.signUp.path)}></script>}
    </form>
  );
}

/** Where the script puts what the browser worked out; those who have no script are told whom to write to. */
export function ProofOfWork({ site, settings }: { site: Site; settings: NewsletterSettings }) {
  return (
    <>
      <input type="hidden" name="altcha" value="" data-challenge={hrefOf(site, 'newsletter/challenge')} />
      <noscript>
        <p class="fault">
          {`To keep robots out, your browser has to work for a few seconds, for which it needs JavaScript. Without it, please write to ${mailboxOf(settings)}.`}
        </p>
      </noscript>
      <script type="module" src={hrefOf(site, ASSETS.signUp.path)}></script>
    </>
  );
}

export const proposed = ({ defaults }: NewsletterSettings): ChoiceValues => ({
  ...defaults,
  hour: String(defaults.hour),
  topics: [],
});

/** The address where people are answered. */
export const mailboxOf = ({ replyTo, from }: NewsletterSettings): string => {
  const mailbox = replyTo ?? from;
  return /<([^<>]*)>$/.exec(mailbox)?.[1] ?? mailbox;
};
