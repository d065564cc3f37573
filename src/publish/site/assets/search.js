// Search in the reader's browser. The newest stories come in files of a hundred each, on first use.
import MiniSearch from './minisearch.js';

const MOST_STORIES = 2000;
const MOST_RESULTS = 50;

const form = document.querySelector('.search-form');
const status = document.querySelector('.search-status');
const results = document.querySelector('#results');
const { q: words, topic, evidence } = form.elements;
const base = form.dataset.base;

let library = null;

/** The stories and the index over them; loaded once. */
function load() {
  library ??= read().catch((error) => {
    library = null;
    throw error;
  });
  return library;
}

async function read() {
  const { blocks, topics } = await fetchJson('site/search.json');
  const parts = await Promise.all(blocks.map((number) => fetchJson(`site/search/${number}.json`)));
  const stories = parts.flat().slice(0, MOST_STORIES);
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
      field === 'topicNames' ? story.topics.map((slug) => topics[slug] ?? slug).join(' ') : story[field],
  });
  index.addAll(stories);
  offer(topic, present(stories.flatMap((story) => story.topics)), (slug) => topics[slug] ?? slug);
  offer(evidence, present(stories.flatMap(({ kinds }) => kinds)), capital);
  return { index, byPath: new Map(stories.map((story) => [story.path, story])) };
}

async function fetchJson(path) {
  const response = await fetch(base + path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

const present = (values) => [...new Set(values)];
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function offer(select, values, nameOf) {
  const options = values.map((value) => new Option(nameOf(value), value));
  options.sort((one, other) => one.text.localeCompare(other.text));
  select.append(...options);
  select.value = wanted.get(select.name) ?? '';
}

const wanted = new URLSearchParams(location.search);
words.value = wanted.get('q') ?? '';

/** Stories that fit, the best first; without words, the newest first. */
function find({ index, byPath }) {
  const fits = (story) =>
    (topic.value === '' || story.topics.includes(topic.value)) &&
    (evidence.value === '' || story.kinds.includes(evidence.value));
  const text = words.value.trim();
  if (text === '') return topic.value || evidence.value ? [...byPath.values()].filter(fits) : [];
  return index.search(text).flatMap(({ id }) => {
    const story = byPath.get(id);
    return fits(story) ? [story] : [];
  });
}

let asked = 0;

async function search() {
  const question = ++asked;
  const isEmpty = words.value.trim() === '' && topic.value === '' && evidence.value === '';
  remember();
  if (library === null) status.textContent = 'Loading the stories…';
  try {
    const found = find(await load());
    if (question !== asked) return;
    show(found, isEmpty);
  } catch {
    status.textContent = 'The stories could not be loaded. Try again in a moment.';
  }
}

function show(found, isEmpty) {
  const shown = found.slice(0, MOST_RESULTS);
  if (isEmpty) status.textContent = '';
  else if (found.length === 0) status.textContent = 'No story fits.';
  else if (found.length > shown.length)
    status.textContent = `The first ${shown.length} of ${found.length} stories`;
  else status.textContent = found.length === 1 ? '1 story' : `${found.length} stories`;
  const list = element('ol', { className: 'stories' }, shown.map(item));
  results.replaceChildren(...(shown.length > 0 ? [list] : []));
}

function item({ path, title, dek, source, at, flags, evidence: labels, language }) {
  const link = element('a', { href: base + path }, [title]);
  const marks = flags.map((flag) => element('strong', { className: 'flag' }, [flag]));
  const heading = element('h2', { lang: language ?? '' }, [...marks, link]);
  const meta = [source, day(at), labels].filter(Boolean).map((text) => element('li', {}, [text]));
  return element('li', {}, [
    element('article', { className: 'item' }, [
      heading,
      ...(dek ? [element('p', { className: 'dek', lang: language ?? '' }, [dek])] : []),
      element('ul', { className: 'meta' }, meta),
    ]),
  ]);
}

const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

function day(at) {
  return element('time', { dateTime: at }, [days.format(new Date(at))]);
}

function element(name, { lang = '', ...properties }, children) {
  const made = Object.assign(document.createElement(name), properties);
  if (lang !== '') made.lang = lang;
  made.append(...children);
  return made;
}

/** The address says what was looked for, so that it can be passed on and gone back to. */
function remember() {
  const query = new URLSearchParams();
  for (const { name, value } of [words, topic, evidence]) {
    const kept = value || (library === null ? wanted.get(name) : '');
    if (kept) query.set(name, kept);
  }
  history.replaceState(null, '', query.size > 0 ? `?${query}` : location.pathname);
}

/** Arrows go through the results and back to the field; Escape goes back at once, and then empties it. Enter in the field goes to the first. */
function onKey(event) {
  const links = [...results.querySelectorAll('a')];
  const at = links.indexOf(document.activeElement);
  if (event.key === 'Escape') {
    if (at >= 0) words.focus();
    else if (document.activeElement === words) {
      words.value = '';
      void search();
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

form.addEventListener('submit', (event) => {
  event.preventDefault();
  results.querySelector('a')?.focus();
});
for (const control of [words, topic, evidence]) control.addEventListener('input', search);
for (const select of [topic, evidence])
  select.addEventListener('focus', () => load().catch(() => {}), { once: true });
document.addEventListener('keydown', onKey);
form.querySelector('.needs-script').hidden = true;
words.focus();
if (wanted.size > 0) void search();
