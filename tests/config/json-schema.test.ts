import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { renderJsonSchema } from '../../src/config/json-schema.ts';
import { configWarnings } from '../../src/config/warnings.ts';
import { loadConfig } from '../../src/config.ts';
import { loadTopics } from '../../src/stories/topics.ts';

const root = new URL('../../', import.meta.url);

test('sources.schema.json is what "npm run schema" writes', async () => {
  expect(await readFile(new URL('sources.schema.json', root), 'utf8')).toBe(renderJsonSchema());
});

test('only the title, the address and three keys of a source are required', () => {
  const schema = JSON.parse(renderJsonSchema());
  const { site, sources } = schema.properties;
  expect(schema.required).toEqual(['site', 'sources']);
  expect(site.required).toEqual(['title', 'url']);
  expect(sources.items.required).toEqual(['id', 'name', 'url']);
  expect(sources.items.additionalProperties).toBe(false);
});

test('the sources that come with it are in order, at least 60, and none is asked for full texts without licence', async () => {
  const config = await loadConfig(new URL('sources.json', root).pathname, {}, { strict: true });
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const { sources } = config.value;
  const { bySlug } = await loadTopics();
  expect(configWarnings(config.value, bySlug.keys())).toEqual([expect.stringContaining('site.url is still')]);
  expect(sources.length).toBeGreaterThanOrEqual(60);
  expect(sources.filter(({ content, license }) => content === 'full' && license === null)).toEqual([]);
});
