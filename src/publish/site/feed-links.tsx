import type { Site } from '../../core/source.ts';
import { EXTENSIONS } from '../formats.ts';
import { hrefOf } from './paths.ts';

/** A feed in each of its formats; `path` without extension. */
export const FeedLinks = ({ site, path, of }: { site: Site; path: string; of: string }) => (
  <ul class="feed-links">
    {EXTENSIONS.map((extension) => (
      <li>
        <a href={hrefOf(site, `${path}.${extension}`)}>
          {NAMES[extension] ?? extension} <span class="visually-hidden">feed of {of}</span>
        </a>
      </li>
    ))}
  </ul>
);

/** The same where no heading says what they are for. */
export const Follow = ({ byMail, ...feed }: { site: Site; path: string; of: string; byMail: boolean }) => (
  <div class="follow">
    <span>Follow in a feed reader:</span>
    <FeedLinks {...feed} />
    {byMail && <a href={hrefOf(feed.site, 'newsletter/')}>Get it by mail</a>}
  </div>
);

const NAMES: Record<string, string> = { atom: 'Atom', rss: 'RSS', json: 'JSON Feed' };
