import type { FeedEntry } from '../edition.ts';

/** The way to the origin, and by which licence its text is here. */
export function Origin({ entry: { url, source, contentHtml, license, rights } }: { entry: FeedEntry }) {
  return (
    <div>
      {url !== null && (
        <p>
          <a class="button" href={url} rel="noopener noreferrer">
            Read at {source.name}
          </a>
        </p>
      )}
      {contentHtml !== null && license !== null && (
        <p class="small">
          Text by {source.name}, licence:{' '}
          {/^https?:\/\//i.test(license) ? (
            <a href={license} rel="noopener noreferrer license">
              {nameOf(license)}
            </a>
          ) : (
            license
          )}
        </p>
      )}
      {rights !== null && <p class="small">{rights}</p>}
    </div>
  );
}

/** `CC BY-SA 4.0` for the address of a licence of Creative Commons; others by their address. */
function nameOf(license: string): string {
  const [, kind, version] =
    /^https?:\/\/creativecommons\.org\/(?:licenses\/([a-z-]+)|publicdomain\/zero)\/([\d.]+)/i.exec(license) ??
    [];
  if (version === undefined) return license;
  return kind === undefined ? `CC0 ${version}` : `CC ${kind.toUpperCase()} ${version}`;
}
