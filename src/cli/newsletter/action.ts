import type { NewsletterSettings } from '../../core/newsletter.ts';
import type { Config } from '../../core/source.ts';
import type { ExitCode } from '../command.ts';
import type { Session } from '../session.ts';

/** What an action of `newsletter` works with; the config has a newsletter. */
export type ActionContext = {
  session: Session;
  config: Config;
  settings: NewsletterSettings;
  args: readonly string[];
  options: Record<string, unknown>;
};

/** One action of the command `newsletter`. */
export type Action = {
  /** How it's called, behind `mias-feed newsletter`. */
  usage: string;
  run(context: ActionContext): Promise<ExitCode>;
};
