import type { Action } from './action.ts';
import { withPeople } from './with-people.ts';

export const exportAction: Action = {
  usage: 'export > FILE.csv',
  async run({ session }) {
    const { exportSubscribers } = await import('../../newsletter/subscriber-table.ts');
    const done = await withPeople(session, async ({ store }) => {
      for await (const line of exportSubscribers(store)) session.print(line);
    });
    if (done.ok) return 0;
    session.log.problem(done.error);
    return 1;
  },
};
