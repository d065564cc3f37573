/**
 * What becomes of an element. `rich`: may hold HTML, travels beside the document. `url`, `plain`: short text.
 * `group`: has elements of its own. `hoisted`: its children count as its parent's.
 */
export type Treatment = 'rich' | 'url' | 'plain' | 'group' | 'hoisted';

export type Word = { name: string; treatment: Treatment };

const WORDS: Record<Treatment, string> = {
  rich:
    'title description content:encoded fullitem body xhtml:body content atom:title atom:subtitle atom:tagline atom:summary ' +
    'atom:content atom:rights atom:copyright copyright dc:title dc:description dc:rights dcterms:abstract ' +
    'itunes:title itunes:subtitle itunes:summary media:title media:description',
  url: 'link url atom:icon atom:logo atom:uri atom:url',
  plain:
    'guid pubDate lastBuildDate language category managingEditor ttl enclosure name email width height hour day ' +
    'atom:id atom:link atom:category atom:published atom:updated atom:issued atom:modified atom:created ' +
    'atom:name atom:email dc:creator dc:author dc:date dc:subject dc:language dc:identifier dc:source ' +
    'dcterms:creator dcterms:created dcterms:issued dcterms:modified dcterms:identifier prism:doi prism:publicationName ' +
    'prism:publicationDate sy:updatePeriod sy:updateFrequency itunes:author itunes:keywords itunes:image itunes:name itunes:email ' +
    'media:thumbnail arxiv:doi cc:license rdf:about xml:lang',
  group: 'author atom:author image skipHours skipDays itunes:owner',
  hoisted: 'channel media:group media:content itunes:category',
};

/**
 * The elements we read, by their usual name in lower case. All others are passed over. `rdf:about` and
 * `xml:lang` are attributes of an item that count as its elements.
 */
export const VOCABULARY = new Map<string, Word>(
  Object.entries(WORDS).flatMap(([treatment, names]) =>
    names
      .split(' ')
      .map((name): [string, Word] => [name.toLowerCase(), { name, treatment: treatment as Treatment }]),
  ),
);
