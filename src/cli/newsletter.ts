import type { Command } from './command.ts';
import type { Action } from './newsletter/action.ts';
import { configOrProblems } from './session.ts';

/** What `newsletter` can do; each is loaded when it's asked for. */
const ACTIONS: Record<string, () => Promise<Action>> = {
  send: async () => (await import('./newsletter/send.ts')).sendAction,
  doctor: async () => (await import('./newsletter/doctor.ts')).doctorAction,
  import: async () => (await import('./newsletter/import.ts')).importAction,
  export: async () => (await import('./newsletter/export.ts')).exportAction,
  bounce: async () => (await import('./newsletter/bounce.ts')).bounceAction,
};

export const newsletter: Command = {
  name: 'newsletter',
  summary: `${Object.keys(ACTIONS).join(', ')}: the newsletter and its readers`,
  argument: {
    name: '<action> [file]',
    description: `${Object.keys(ACTIONS).join(', ')}; import: a CSV file`,
  },
  options: [
    { flags: '--period <name>', description: 'send: only those who get it daily, weekly or instant' },
    { flags: '--dry-run', description: 'send: say how many would get which stories, and send nothing' },
    { flags: '--confirmed-by <text>', description: 'import: how these people agreed; kept as proof' },
    { flags: '--maildir <dir>', description: 'bounce: where the mails to the sender arrive' },
  ],
  async run(session, [name = '', ...args], options) {
    const load = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (!load) {
      session.log.problem(`Use: mias-feed newsletter ${Object.keys(ACTIONS).join('|')}`);
      return 2;
    }
    const config = await configOrProblems(session);
    if (config === null) return 2;
    if (config.newsletter === null) {
      session.log.problem(
        `${session.configFile} has no newsletter: add "newsletter": {"from": …, "postalAddress": …}, or set its "enabled" to true.`,
      );
      return 2;
    }
    const action = await load();
    return action.run({ session, config, settings: config.newsletter, args, options });
  },
};
