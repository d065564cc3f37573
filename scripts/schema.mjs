// Writes sources.schema.json from the definition that the program itself checks sources.json with.
import { writeFileSync } from 'node:fs';
import { renderJsonSchema } from '../dist/config/json-schema.js';

writeFileSync(new URL('../sources.schema.json', import.meta.url), renderJsonSchema());
