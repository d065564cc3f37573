import type { Session } from './session.ts';

/** 0: went through. 1: nothing worked, or the output could not be written. 2: usage or configuration. */
export type ExitCode = 0 | 1 | 2;

export type Option = {
  /** As commander writes it: `--force`, `--source <id>`. */
  flags: string;
  description: string;
  /** May be given several times; its value is a list. */
  repeatable?: boolean;
};

/** One command of the CLI. Its file exports the parts; `commands.ts` lists them. */
export type Command = {
  name: string;
  summary: string;
  /** Names of its arguments as commander writes them, a space between: `[target...]`, `<action> <file>`. */
  argument?: { name: string; description: string };
  options: Option[];
  run(session: Session, args: string[], options: Record<string, unknown>): Promise<ExitCode>;
};
