import type { SiteContext } from './context.ts';
import { renderPage } from './layout.tsx';

/** What is known of readers: nothing, but what the newsletter needs. */
export function privacyPage({ site, newsletter }: SiteContext): string {
  const page = {
    path: 'privacy/',
    title: 'Privacy',
    description: `What ${site.title} knows about its readers: as little as can be.`,
    isPublic: true,
  };
  return renderPage(
    site,
    page,
    <div class="narrow prose">
      <h1>Privacy</h1>
      <p class="lede">These pages set no cookies, count no visits, and load nothing from other companies.</p>
      <h2>Reading</h2>
      <p>
        Pages, styles and scripts come from this site alone; each page carries a policy that makes the browser
        refuse anything else. The one exception is a picture whose licence lets us show it: your browser then
        fetches it from its own site, without being told which page you read. The search happens in your
        browser or asks this site; nobody else learns what you look for, and it is not kept.
      </p>
      <p>Like every web server, the one that hands out these pages sees your address and what it asks for.</p>
      <h2>Sharing</h2>
      <p>The share buttons are plain links. The services behind them learn of you only if you follow one.</p>
      {newsletter !== null && (
        <>
          <h2>Newsletter</h2>
          <p>
            If you subscribe, we keep your e-mail address and what you chose, and use both for nothing but
            sending you the newsletter. Nothing is sent before you have confirmed by mail that the address is
            yours. Mails hold no pixels and no counted links. Each has a link that ends the subscription at
            once.
          </p>
          <p>
            An address that is not confirmed is deleted after seven days. Of those who are, we also keep when,
            how and to which words they agreed, because the law wants that shown. Another link in each mail
            leads to a page where you can see and download all of it, and erase it; what stays then is a code
            made from your address, which keeps others from adding it again.
          </p>
          <h2>Who sends it</h2>
          <p class="address">{newsletter.postalAddress}</p>
        </>
      )}
    </div>,
  );
}
