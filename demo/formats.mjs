// Writes the demo's feeds and pages, each in the format that its outlet uses.

const escaped = (text) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

/** A feed with the outlet's items, newest first. `base` is the outlet's address. */
export function renderFeed({ name, format }, items, base) {
  const newest = items[0]?.at ?? new Date(0);
  return FORMATS[format]({ name, items, base, newest });
}

export const CONTENT_TYPES = {
  atom: 'application/atom+xml; charset=utf-8',
  rss: 'application/rss+xml; charset=utf-8',
  rdf: 'application/rdf+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
  html: 'text/html; charset=utf-8',
};

const FORMATS = {
  atom: ({ name, items, base, newest }) => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" xml:lang="en">
<id>${base}/</id><title>${escaped(name)}</title><link href="${base}/"/><link rel="self" href="${base}/feed"/>
<updated>${newest.toISOString()}</updated>
${items
  .map(
    (
      item,
    ) => `<entry><id>${base}${item.path}</id><title>${escaped(item.title)}</title><link href="${base}${item.path}"/>
<published>${item.at.toISOString()}</published><updated>${item.at.toISOString()}</updated>
<author><name>${escaped(name)}</name></author><summary>${escaped(item.text[0])}</summary>${
      item.doi ? `<prism:doi>${item.doi}</prism:doi>` : ''
    }</entry>`,
  )
  .join('\n')}
</feed>`,

  rss: ({ name, items, base }) => `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>${escaped(name)}</title><link>${base}/</link>
<description>News of ${escaped(name)}</description><language>en</language>
${items
  .map(
    (item) => `<item><title>${escaped(item.title)}</title><link>${base}${item.path}</link>
<guid isPermaLink="false">${item.path}</guid><pubDate>${item.at.toUTCString()}</pubDate>
<description>${escaped(`<p>${item.text[0]}</p>`)}</description></item>`,
  )
  .join('\n')}
</channel></rss>`,

  rdf: ({ name, items, base }) => `<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="${base}/"><title>${escaped(name)}</title><link>${base}/</link><description>Preprints</description>
<items><rdf:Seq>${items.map((item) => `<rdf:li rdf:resource="${base}${item.path}"/>`).join('')}</rdf:Seq></items></channel>
${items
  .map(
    (
      item,
    ) => `<item rdf:about="${base}${item.path}"><title>${escaped(item.title)}</title><link>${base}${item.path}</link>
<dc:date>${item.at.toISOString()}</dc:date><dc:identifier>doi:${item.doi}</dc:identifier>
<description>${escaped(item.text[0])}</description></item>`,
  )
  .join('\n')}
</rdf:RDF>`,

  json: ({ name, items, base }) =>
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: name,
      home_page_url: `${base}/`,
      feed_url: `${base}/feed`,
      language: 'en',
      items: items.map((item) => ({
        id: `${base}${item.path}`,
        url: `${base}${item.path}`,
        title: item.title,
        summary: item.text[0],
        date_published: item.at.toISOString(),
      })),
    }),

  html: ({ name }) => `<!doctype html><html lang="en"><title>${escaped(name)}: sign in</title>
<h1>Please sign in</h1><form><input name="user"><input name="password" type="password"></form></html>`,
};

/** An item's page. `others` are linked as related articles. */
export function renderPage({ name }, item, base, others) {
  const doi = item.doi ? `<meta name="citation_doi" content="${item.doi}">` : '';
  const study = item.about
    ? `<p>The study: <a href="https://doi.org/${item.about}">https://doi.org/${item.about}</a></p>`
    : '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(item.title)} | ${escaped(name)}</title>
<link rel="canonical" href="${base}${item.path}"><meta property="og:site_name" content="${escaped(name)}">
<meta name="description" content="${escaped(item.text[0])}">${doi}
<meta property="article:published_time" content="${item.at.toISOString()}"></head>
<body><nav><a href="/">Home</a> <a href="/about">About us</a></nav>
<article><h1>${escaped(item.title)}</h1>
${item.text.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('\n')}
${study}</article>
<aside><h2>Related articles</h2><ul>
${others.map((other) => `<li><a href="${base}${other.path}">${escaped(other.title)}</a></li>`).join('\n')}
</ul></aside></body></html>`;
}
