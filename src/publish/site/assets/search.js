// Search in the reader's browser. A server that has an API is asked, over all that is stored; where there is none, the
// newest stories come in files of a hundred each, on first use, and are looked through here.
import MiniSearch from './minisearch.js';

const MOST_STORIES = 2000;
const PAGE = 50;
const TYPING_MS = 150;
const SLOW_MS = 300;

const form = document.querySelector('.search-form');
const status = document.querySelector('.search-status');
const results = document.querySelector('#results');
const nothingFound = document.querySelector('#nothing-found');
const { q: words, topic, evidence } = form.elements;
const { base, language: usualLanguage } = form.dataset;

/** Does it once, and again only after it failed. */
function once(act) {
  let done = null;
  return () => {
    done ??= act().catch((error) => {
      done = null;
      throw error;
    });
    return done;
  };
}

async function fetched(path, options) {
  const response = await fetch(base + path, options);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response;
}

/** The blocks that hold the newest stories, and whether our own server is there, which says so. */
const place = once(async () => {
  const response = await fetched('site/search.json');
  const hasServer = /rel="?service-desc/.test(response.headers.get('link') ?? '');
  return { hasServer, blocks: (await response.json()).blocks };
});

/** The newest stories, and an index over them. */
const library = once(async () => {
  const { blocks } = await place();
  const parts = await Promise.all(
    blocks.map(async (number) => (await fetched(`site/search/${number}.json`)).json()),
  );
  const stories = parts.flat().slice(0, MOST_STORIES);
  const labels = new Map([...topic.options].map(({ value, text }) => [value, text]));
  const index = new MiniSearch({
    idField: 'path',
    fields: ['title', 'dek', 'source', 'topicNames', 'evidence'],
    searchOptions: {
      boost: { title: 3, topicNames: 1.5 },
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length > 5 ? 0.2 : false),
      combineWith: 'AND',
    },
    extractField: (story, field) =>
      field === 'topicNames' ? story.topics.map((slug) => labels.get(slug) ?? slug).join(' ') : story[field],
  });
  index.addAll(stories);
  return { index, byPath: new Map(stories.map((story) => [story.path, story])) };
});

/** Pages of the stories that fit: `{ stories, more, total, note }`; `total` is null where it isn't known. */
async function* pagesOf(question, signal) {
  const { hasServer } = await place();
  if (!hasServer) return yield* fromLibrary(question);
  const pages = fromServer(question, signal);
  let first;
  try {
    first = await pages.next();
  } catch (error) {
    signal.throwIfAborted();
    console.warn('The server did not answer; the newest stories are searched here instead.', error);
    return yield* fromLibrary(question);
  }
  yield first.value;
  yield* pages;
}

/** Over all stories, the newest first. */
async function* fromServer(question, signal) {
  await new Promise((resolve) => setTimeout(resolve, TYPING_MS));
  signal.throwIfAborted();
  const query = new URLSearchParams(question);
  query.set('limit', PAGE);
  for (let isLast = false; !isLast; ) {
    const { stories, next, complete } = await (await fetched(`api/stories?${query}`, { signal })).json();
    isLast = next === null;
    query.set('cursor', next);
    const note = complete ? '' : ' so far: the server is still reading older ones';
    // An answer may be empty although more follows.
    if (stories.length > 0 || isLast)
      yield { stories: stories.map(fromApi), more: !isLast, total: null, note };
  }
}

const fromApi = ({ page, title, summary, source, news, notices, evidence: labels, language }) => ({
  href: new URL(page).pathname,
  title,
  dek: summary,
  source: source.name,
  at: news.slice(0, 10),
  flags: [...new Set(notices.map(({ label }) => label))],
  evidence: labels?.label,
  language,
});

/** Over the newest stories, the best first; without words, the newest first. */
async function* fromLibrary({ q, topic: slug, evidence: kind }) {
  const { index, byPath } = await library();
  const found = q ? index.search(q).map(({ id }) => byPath.get(id)) : [...byPath.values()];
  const fitting = found.filter(
    ({ topics, kinds }) => (!slug || topics.includes(slug)) && (!kind || kinds.includes(kind)),
  );
  const note = byPath.size < MOST_STORIES ? '' : ` among the newest ${MOST_STORIES.toLocaleString('en')}`;
  for (let from = 0; from === 0 || from < fitting.length; from += PAGE) {
    const stories = fitting.slice(from, from + PAGE).map((story) => ({ ...story, href: base + story.path }));
    yield { stories, more: from + PAGE < fitting.length, total: fitting.length, note };
  }
}

/** What is asked for, without what is left open. */
const asked = () =>
  Object.fromEntries(
    [words, topic, evidence]
      .map(({ name, value }) => [name, value.trim()])
      .filter(([, value]) => value !== ''),
  );

let asking = new AbortController();

async function search() {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const question = asked();
  if (Object.keys(question).length === 0) {
    remember(question);
    status.textContent = '';
    results.replaceChildren();
    return;
  }
  const pages = pagesOf(question, signal);
  const page = await turn(pages, signal);
  if (page === null) return;
  remember(question);
  const list = element('ol', { className: 'stories' }, page.stories.map(item));
  results.replaceChildren(page.stories.length > 0 ? list : nothingFound.content.cloneNode(true));
  goOn(list, page, pages, signal);
}

/** The next page; null where it is not wanted any more, or can't be had, which is said. */
async function turn(pages, signal) {
  const slow = setTimeout(() => {
    if (!signal.aborted) status.textContent = 'Searching…';
  }, SLOW_MS);
  try {
    const { value } = await pages.next();
    return signal.aborted ? null : value;
  } catch {
    if (!signal.aborted) status.textContent = 'The stories could not be loaded. Try again in a moment.';
    return null;
  } finally {
    clearTimeout(slow);
  }
}

/** Says how many there are, and offers the others. */
function goOn(list, { more, total, note }, pages, signal) {
  const shown = list.children.length;
  status.textContent = `${countOf(shown, more, total)}${note}`;
  if (!more) return;
  const button = element('button', { type: 'button', className: 'button' }, ['Show more']);
  button.addEventListener('click', async () => {
    button.disabled = true;
    const page = await turn(pages, signal);
    button.disabled = false;
    if (page === null) return;
    button.remove();
    list.append(...page.stories.map(item));
    list.children[shown]?.querySelector('a').focus();
    goOn(list, page, pages, signal);
  });
  results.append(button);
}

function countOf(shown, more, total) {
  if (shown === 0) return 'No story fits';
  if (more) return total === null ? `The first ${shown} stories` : `The first ${shown} of ${total} stories`;
  return shown === 1 ? '1 story' : `${shown} stories`;
}

function item({ href, title, dek, source, at, flags, evidence: labels, language }) {
  const lang = language ?? usualLanguage;
  const link = element('a', { href, lang }, [title]);
  const marks = flags.map((flag) => element('strong', { className: 'flag' }, [flag]));
  const heading = element('h2', {}, [...marks, link]);
  const meta = [source, day(at), labels].filter(Boolean).map((text) => element('li', {}, [text]));
  return element('li', {}, [
    element('article', { className: 'item' }, [
      heading,
      ...(dek ? [element('p', { className: 'dek', lang }, [dek])] : []),
      element('ul', { className: 'meta' }, meta),
    ]),
  ]);
}

const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

function day(at) {
  return element('time', { dateTime: at }, [days.format(new Date(at))]);
}

function element(name, properties, children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** The address says what was found, so that it can be passed on and gone back to; not at each key, of which browsers tire. */
function remember(question) {
  const query = new URLSearchParams(question);
  history.replaceState(null, '', query.size > 0 ? `?${query}` : location.pathname);
}

/** Arrows go through the results and back to the field; Escape goes back at once, and then empties it. */
function onKey(event) {
  const links = [...results.querySelectorAll('h2 a')];
  const at = links.indexOf(document.activeElement);
  if (event.key === 'Escape') {
    if (at >= 0) words.focus();
    else if (document.activeElement === words) {
      words.value = '';
      latest = search();
    }
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const isHere = at >= 0 || document.activeElement === words;
  if (step === undefined || !isHere || links.length === 0) return;
  event.preventDefault();
  const next = at + step;
  if (next < 0) words.focus();
  else links[Math.min(next, links.length - 1)].focus();
}

let latest = Promise.resolve();

/** Enter goes to the first result, when there is one. */
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  await latest;
  results.querySelector('h2 a')?.focus();
});
for (const control of [words, topic, evidence])
  control.addEventListener('input', () => {
    latest = search();
  });
document.addEventListener('keydown', onKey);
form.querySelector('.needs-script').hidden = true;

const wanted = new URLSearchParams(location.search);
for (const control of [words, topic, evidence]) control.value = wanted.get(control.name) ?? '';
words.focus();
if (wanted.size > 0) latest = search();
