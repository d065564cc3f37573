import type { SafeHtml } from '../../core/html.ts';
import type { FeedEntry } from '../edition.ts';
import { imagesIn } from './body-html.ts';

/** The picture of a story, unless its text shows the same or begins with one. */
export function LeadImage({ entry: { image, contentHtml } }: { entry: FeedEntry }) {
  if (image === null || (contentHtml !== null && isPictured(contentHtml, image.url))) return null;
  const { url, alt, license } = image;
  return (
    <figure class="lead-image">
      <img
        src={url}
        alt={alt ?? ''}
        width={image.width ?? 16}
        height={image.height ?? 9}
        loading="lazy"
        decoding="async"
        referrerpolicy="no-referrer"
      />
      {(alt || license) && (
        <figcaption>{[alt, license && `Licence: ${license}`].filter(Boolean).join(' · ')}</figcaption>
      )}
    </figure>
  );
}

/** Sizes of one picture mostly differ in folder or query only: `/w1248/bridge.jpg`, `/lw800/bridge.jpg`. */
function isPictured(html: SafeHtml, url: string): boolean {
  const beginsWithOne = /^(?:\s|<(?!img )[^>]*>)*<img /.test(html);
  return beginsWithOne || imagesIn(html).some((each) => fileName(each) === fileName(url));
}

const fileName = (url: string): string => new URL(url).pathname.split('/').at(-1) || url;
