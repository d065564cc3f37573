import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { amount } from '../refresh-summary.ts';
import type { Action } from './action.ts';
import { withPeople } from './with-people.ts';

export const importAction: Action = {
  usage: 'import FILE.csv --confirmed-by TEXT',
  async run({ session, config, settings, args: [file], options: { confirmedBy } }) {
    const { log } = session;
    if (file === undefined || typeof confirmedBy !== 'string' || confirmedBy.trim() === '') {
      log.problem(
        'Use: mias-feed newsletter import FILE.csv --confirmed-by "how and when these people agreed". The text is kept as proof.',
      );
      return 2;
    }
    if (
      !(await access(file, constants.R_OK).then(
        () => true,
        () => false,
      ))
    ) {
      log.problem(`${file} can't be read. Give the path of a CSV file.`);
      return 2;
    }
    const [{ importSubscribers }, { loadTopics }] = await Promise.all([
      import('../../newsletter/subscriber-table.ts'),
      import('../../stories/topics.ts'),
    ]);
    const topics = new Set((await loadTopics()).bySlug.keys());
    const done = await withPeople(session, (deps) =>
      importSubscribers(createReadStream(file), confirmedBy.trim(), {
        ...deps,
        rules: { defaults: settings.defaults, topics },
        language: config.site.language,
      }),
    );
    if (!done.ok) {
      log.problem(done.error);
      return 1;
    }
    if (!done.value.ok) {
      log.problem(`${file}: ${done.value.error}`);
      return 2;
    }
    const { added, already, suppressed, bad } = done.value.value;
    for (const { line, message } of bad) log.problem(`${file}:${line}: ${message}`);
    session.print(
      session.json
        ? `${JSON.stringify({ added, already, suppressed, bad })}\n`
        : `${amount(added, 'subscriber')} added, ${already} there already, ${suppressed} left out because they unsubscribed or were erased, ${amount(bad.length, 'bad line')}.\n`,
    );
    return bad.length > 0 && added + already === 0 ? 2 : 0;
  },
};
