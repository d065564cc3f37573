import { consentText, type NewsletterSettings } from '../../core/newsletter.ts';
import type { SiteContext } from './context.ts';
import { renderPage } from './layout.tsx';
import { hrefOf } from './paths.ts';
import { SignUpForm, type SignUpFormProps } from './sign-up-form.tsx';

/** The sign-up page that lies in the output folder; its form is taken by whatever server stands before it. */
export function newsletterPage({ site, topicLabels }: SiteContext, settings: NewsletterSettings): string {
  const topics = [...topicLabels].map(([slug, { label, parent }]) => ({ slug, label, parent }));
  const page = {
    path: 'newsletter/',
    title: 'Newsletter',
    description: `The latest stories of ${site.title} by mail, as often as you like.`,
    isPublic: true,
  };
  return renderPage(
    site,
    page,
    <>
      <SignUpBody {...{ site, settings, topics, consentText: consentText(site.title) }} />
      <div class="narrow prose">
        <p>
          <a href={hrefOf(site, 'newsletter/issues/')}>Earlier issues</a>
        </p>
      </div>
    </>,
  );
}

/** What stands there once the newsletter is switched off: a form that nobody takes would be a broken promise. */
export function noNewsletterPage({ site }: SiteContext): string {
  const page = {
    path: 'newsletter/',
    title: 'Newsletter',
    description: `${site.title} has no newsletter at the moment.`,
    isPublic: false,
  };
  return renderPage(
    site,
    page,
    <div class="narrow prose newsletter-page">
      <h1>Newsletter</h1>
      <p class="lede">There is no newsletter at the moment, and no mails are sent.</p>
      <p>
        The <a href={hrefOf(site, 'feeds/')}>feeds</a> tell you of every story instead.
      </p>
    </div>,
  );
}

/** What the page says, also where the server makes it anew because something was filled in wrongly. */
export const SignUpBody = (props: SignUpFormProps) => (
  <div class="narrow prose newsletter-page">
    <h1>Newsletter</h1>
    <p class="lede">The latest stories by mail, as often as you like and only on what you like.</p>
    <SignUpForm {...props} />
  </div>
);
