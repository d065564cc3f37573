import { check } from './check.ts';
import type { Command } from './command.ts';
import { explain } from './explain.ts';
import { newsletter } from './newsletter.ts';
import { publish } from './publish.ts';
import { refresh } from './refresh.ts';
import { retractions } from './retractions.ts';
import { start } from './start.ts';
import { status } from './status.ts';

/** Every command there is. A file imports what it needs only when it runs, so that starting stays quick. */
export const COMMANDS: Command[] = [refresh, start, publish, check, status, explain, retractions, newsletter];
