import type { NewsletterSettings } from '../../core/newsletter.ts';
import type { Site } from '../../core/source.ts';
import { FrequencyChoice } from './choice-fields.tsx';
import { hrefOf } from './paths.ts';
import { ProofOfWork } from './sign-up-form.tsx';

export type NewsletterBoxProps = { site: Site; settings: NewsletterSettings };

/**
 * Signs up for the newsletter: posts `email` and `frequency` to `newsletter`. `website` is bait: people don't see it,
 * so whoever fills it is none.
 */
export function NewsletterBox({ site, settings }: NewsletterBoxProps) {
  return (
    <section class="newsletter no-print" aria-labelledby="newsletter-heading">
      <h2 id="newsletter-heading">Stay updated with {site.title}</h2>
      <p>Get the latest health &amp; wellness insights delivered straight to your inbox.</p>
      {/* Browsers refuse addresses of other scripts (RFC 6531); the server says in words what is wrong. */}
      <form method="post" action={hrefOf(site, 'newsletter')} novalidate>
        <div class="field">
          <label for="newsletter-email">E-mail address</label>
          <input
            id="newsletter-email"
            name="email"
            type="email"
            autocomplete="email"
            required
            maxlength={254}
            placeholder="you@example.org"
          />
        </div>
        <FrequencyChoice value={settings.defaults.frequency} />
        <div class="bait" aria-hidden="true">
          <label for="newsletter-website">Leave this empty</label>
          <input id="newsletter-website" name="website" type="text" tabindex={-1} autocomplete="off" />
        </div>
        {settings.proofOfWork && <ProofOfWork site={site} settings={settings} />}
        <button type="submit">Subscribe</button>
        <p class="small">
          We respect your privacy. Unsubscribe at any time.{' '}
          <a href={hrefOf(site, 'newsletter/')}>Choose topics and time</a> ·{' '}
          <a href={hrefOf(site, 'privacy/')}>Privacy</a>
        </p>
      </form>
    </section>
  );
}
