import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import type { Command } from './command.ts';
import { amount } from './refresh-summary.ts';
import { configOrProblems } from './session.ts';
import { withStore } from './with-store.ts';

export const retractions: Command = {
  name: 'retractions',
  summary: 'import FILE.csv: flag stories on papers that the Retraction Watch table lists',
  argument: { name: '<action> <file>', description: 'import, and the CSV file as Crossref publishes it' },
  options: [],
  async run(session, [action, file]) {
    if (action !== 'import' || file === undefined) {
      session.log.problem('Use: mias-feed retractions import FILE.csv');
      return 2;
    }
    const config = await configOrProblems(session);
    if (config === null) return 2;
    if (!(await isReadable(file))) {
      session.log.problem(`${file} can't be read. Give the path of the Retraction Watch CSV file.`);
      return 2;
    }
    const imported = await withStore(config, session, 'write', async (deps) => {
      const { importRetractions } = await import('../pipeline.ts');
      return importRetractions(config, deps, createReadStream(file));
    });
    if (!imported.ok) {
      session.log.problem(imported.error.message);
      return imported.error.code === 'not-retraction-watch' || imported.error.code === 'malformed' ? 2 : 1;
    }
    const { papers, stories } = imported.value;
    const words = `${amount(papers, 'notice')} read, ${amount(stories, 'story', 'stories')} flagged.\n`;
    session.print(session.json ? `${JSON.stringify(imported.value)}\n` : words);
    return 0;
  },
};

const isReadable = (file: string) =>
  access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
