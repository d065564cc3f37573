import type { Result } from '../core/result.ts';
import type { Explanation } from '../pipeline/explain.ts';
import type { Command } from './command.ts';
import { configOrProblems } from './session.ts';
import { visible } from './visible.ts';
import { type Trouble, withStore } from './with-store.ts';

export const explain: Command = {
  name: 'explain',
  summary: "why a story's articles are together; or, for two, why they are not",
  argument: { name: '<target...>', description: 'one or two of: id of a story, address of an article' },
  options: [],
  async run(session, [first = '', second, ...more]) {
    if (more.length > 0) {
      session.log.problem('explain takes one story, or two to compare.');
      return 2;
    }
    const config = await configOrProblems(session);
    if (config === null) return 2;
    const explained = await withStore(
      config,
      session,
      'read',
      async ({ store }): Promise<Result<Explanation, Trouble>> => {
        const { explainOne, explainTwo } = await import('../pipeline/explain.ts');
        const deps = { store, sources: config.sources };
        return second === undefined ? explainOne(first, deps) : explainTwo(first, second, deps);
      },
    );
    if (!explained.ok) {
      session.log.problem(explained.error.message);
      return explained.error.code === 'not-found' ? 2 : 1;
    }
    session.print(session.json ? `${JSON.stringify(explained.value)}\n` : renderExplanation(explained.value));
    return 0;
  },
};

function renderExplanation({ story, articles, pairs }: Explanation): string {
  const nameOf = (id: string) => {
    const article = articles.find((each) => each.id === id);
    return article ? `${article.title} (${article.source})` : id;
  };
  const lines = [
    ...(story
      ? [`${story.title}`, `  ${story.id}`, ...story.aliases.map((alias) => `  once also ${alias}`)]
      : []),
    ...articles.map(({ title, source, url }) => `  ${source}: ${title}${url === null ? '' : ` <${url}>`}`),
    ...pairs.flatMap(({ articleIds: [a, b], sentences }) => [
      '',
      `  ${nameOf(a)}`,
      `  and ${nameOf(b)}:`,
      ...sentences.map((sentence) => `    ${sentence}`),
    ]),
    ...(story && pairs.length === 0 ? ['', '  It has one article.'] : []),
  ];
  return `${lines.map(visible).join('\n')}\n`;
}
