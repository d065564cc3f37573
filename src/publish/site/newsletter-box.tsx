import type { NewsletterSettings, Weekday } from '../../core/newsletter.ts';
import { FREQUENCIES, WEEKDAYS } from '../../core/newsletter.ts';
import type { Site } from '../../core/source.ts';
import { hrefOf } from './paths.ts';
import { ProofOfWork } from './sign-up-form.tsx';

export type NewsletterBoxProps = {
  site: Site;
  settings: NewsletterSettings;
  /** Also asks for weekday, hour, time zone and topics. */
  full?: boolean;
  /** Topics to choose from, in the full form. */
  topics?: readonly { slug: string; label: string }[];
};

/**
 * Signs up for the newsletter: posts `email`, `frequency`, and in the full form `weekday`, `hour`, `timezone` and any
 * number of `topics` to `newsletter`. `website` is bait: people don't see it, so whoever fills it is none.
 */
export function NewsletterBox({ site, settings, full = false, topics = [] }: NewsletterBoxProps) {
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
        <fieldset>
          <legend>How often would you like updates?</legend>
          <div class="choices">
            {FREQUENCIES.map((frequency) => (
              <label class="choice">
                <input
                  type="radio"
                  name="frequency"
                  value={frequency}
                  checked={settings.defaults.frequency === frequency}
                />
                <span>{FREQUENCY_NAMES[frequency]}</span>
              </label>
            ))}
          </div>
        </fieldset>
        {full && <Schedule settings={settings} />}
        {full && topics.length > 0 && <TopicChoice topics={topics} />}
        <div class="bait" aria-hidden="true">
          <label for="newsletter-website">Leave this empty</label>
          <input id="newsletter-website" name="website" type="text" tabindex={-1} autocomplete="off" />
        </div>
        {settings.proofOfWork && <ProofOfWork site={site} settings={settings} />}
        <button type="submit">Subscribe</button>
        <p class="small">
          We respect your privacy. Unsubscribe at any time. <a href={hrefOf(site, 'privacy/')}>Privacy</a>
        </p>
      </form>
    </section>
  );
}

const FREQUENCY_NAMES = { instant: 'As it happens', daily: 'Daily', weekly: 'Weekly' };

function Schedule({ settings: { defaults } }: { settings: NewsletterSettings }) {
  return (
    <div class="row">
      <div class="field">
        <label for="newsletter-weekday">Day, if weekly</label>
        <select id="newsletter-weekday" name="weekday">
          {WEEKDAYS.map((day) => (
            <option value={day} selected={day === defaults.weekday}>
              {nameOf(day)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="newsletter-hour">Hour</label>
        <select id="newsletter-hour" name="hour">
          {HOURS.map((hour) => (
            <option value={String(hour)} selected={hour === defaults.hour}>
              {`${String(hour).padStart(2, '0')}:00`}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="newsletter-timezone">Time zone</label>
        <input
          id="newsletter-timezone"
          name="timezone"
          type="text"
          value={defaults.timezone}
          autocomplete="off"
          spellcheck={false}
        />
      </div>
    </div>
  );
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

const nameOf = (day: Weekday): string => day.charAt(0).toUpperCase() + day.slice(1);

function TopicChoice({ topics }: { topics: readonly { slug: string; label: string }[] }) {
  return (
    <fieldset>
      <legend>Only these topics (none chosen: all)</legend>
      <div class="choices columns">
        {topics.map(({ slug, label }) => (
          <label class="choice">
            <input type="checkbox" name="topics" value={slug} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
