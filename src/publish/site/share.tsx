/** Ways to pass a page on: plain links, and two buttons that a script shows where the browser can do it. */
export function Share({ title, url }: { title: string; url: string }) {
  return (
    <section class="share" aria-labelledby="share-heading" data-title={title} data-url={url}>
      <h2 id="share-heading">Share this article</h2>
      <ul>
        <li hidden>
          <button type="button" data-share="copy">
            Copy link
          </button>
        </li>
        {TARGETS.map(({ name, to }) => (
          <li>
            <a href={to(encodeURIComponent(title), encodeURIComponent(url))} rel="noopener noreferrer">
              {name}
            </a>
          </li>
        ))}
        <li hidden>
          <button type="button" data-share="native">
            Share…
          </button>
        </li>
      </ul>
      <p role="status"></p>
    </section>
  );
}

const TARGETS: { name: string; to: (title: string, url: string) => string }[] = [
  { name: 'E-mail', to: (title, url) => `mailto:?subject=${title}&body=${url}` },
  { name: 'Mastodon', to: (title, url) => `https://share.joinmastodon.org/#text=${title}%0A${url}` },
  { name: 'Bluesky', to: (title, url) => `https://bsky.app/intent/compose?text=${title}%20${url}` },
  { name: 'X', to: (title, url) => `https://x.com/intent/post?text=${title}&url=${url}` },
  { name: 'LinkedIn', to: (_, url) => `https://www.linkedin.com/sharing/share-offsite/?url=${url}` },
  { name: 'WhatsApp', to: (title, url) => `https://wa.me/?text=${title}%20${url}` },
];
