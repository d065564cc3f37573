import { z } from 'zod';
import { packageVersion } from '../config/version.ts';
import type { Site } from '../core/source.ts';
import { problem, storiesPage, storiesQuery } from './story-schema.ts';

/** The API described for programs (OpenAPI 3.1), from the schema by which it reads and answers. */
export function openApi(site: Site): object {
  const query = z.toJSONSchema(storiesQuery, { io: 'input' });
  const answer = (description: string, schema: z.ZodType) => ({
    description,
    content: { 'application/json': { schema: bare(z.toJSONSchema(schema, { io: 'output' })) } },
  });
  return {
    openapi: '3.1.0',
    info: { title: `${site.title}: stories`, version: packageVersion() },
    servers: [{ url: site.url.replace(/\/$/, '') }],
    paths: {
      '/api/stories': {
        get: {
          summary: 'Stories, the latest to arrive first',
          operationId: 'listStories',
          parameters: Object.entries(query.properties ?? {}).map(([name, schema]) => {
            const { description, ...rest } = Object(schema);
            return { name, in: 'query', required: false, description, schema: rest };
          }),
          responses: {
            200: answer('Some stories, and where to go on.', storiesPage),
            400: answer('A parameter is wrong.', problem),
            503: answer('Too much is asked at the moment, or the store can’t be read.', problem),
          },
        },
      },
    },
  };
}

const bare = ({ $schema: _, ...schema }: Record<string, unknown>): object => schema;
