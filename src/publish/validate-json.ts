import { z } from 'zod';
import { absoluteUrl } from '../core/url.ts';
import type { Findings } from './validate.ts';

/** What is wrong with a JSON Feed 1.1 document, and the ids of its items. */
export function validateJsonFeed(content: string): Findings {
  const parsed = jsonFeed.safeParse(parseJson(content));
  if (parsed.success) return { problems: [], ids: parsed.data.items.map(({ id }) => id) };
  const { issues } = parsed.error;
  return { problems: issues.map(({ path, message }) => `${path.join('.') || 'It'}: ${message}`), ids: [] };
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

const url = z.string().refine((href) => absoluteUrl(href) !== null, 'not an absolute http(s) URL');
const date = z.iso.datetime({ offset: true });
const filled = z.string().min(1);

const jsonFeed = z.object({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: filled,
  home_page_url: url,
  feed_url: url,
  next_url: url.optional(),
  language: filled,
  authors: z.array(z.object({ name: filled })).min(1),
  hubs: z.array(z.object({ type: filled, url })).optional(),
  items: z.array(
    z.object({
      id: filled,
      url: url.optional(),
      title: filled,
      summary: filled.optional(),
      content_html: filled,
      image: url.optional(),
      date_published: date,
      date_modified: date,
      authors: z.array(z.object({ name: filled, url: url.optional() })).optional(),
      tags: z.array(filled).optional(),
      attachments: z.array(z.object({ url, mime_type: filled })).optional(),
    }),
  ),
});
