import { z } from 'zod';
import { configSchema } from './schema.ts';

/** The text of sources.schema.json, for editors. Draft 7 is what they all read. */
export function renderJsonSchema(): string {
  const schema = z.toJSONSchema(configSchema, { target: 'draft-7', io: 'input' });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
