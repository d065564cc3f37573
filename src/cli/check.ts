import { err, ok, type Result } from '../core/result.ts';
import type { Config } from '../core/source.ts';
import { absoluteUrl } from '../core/url.ts';
import { renderCheck } from './check-summary.ts';
import type { Command, ExitCode } from './command.ts';
import { amount } from './refresh-summary.ts';
import { configOrProblems, type Session, warningsOf } from './session.ts';
import { knownSources } from './source-ids.ts';
import { visible } from './visible.ts';
import { type Trouble, withStore } from './with-store.ts';

export const check: Command = {
  name: 'check',
  summary: 'check sources.json; or show what a source gives and what would be kept of it. Keeps nothing',
  argument: { name: '[target...]', description: 'ids of sources, or addresses of feeds and pages' },
  options: [],
  async run(session, targets) {
    const config = await configOrProblems(session, { strict: true, inJson: targets.length === 0 });
    if (config === null) return 2;
    if (targets.length === 0) return fine(config, session);
    const ids = targets.filter((target) => absoluteUrl(target) === null);
    const misspelt = ids.find((id) => /[/:.]/.test(id));
    if (misspelt !== undefined) {
      session.log.problem(
        `mias-feed: ${visible(misspelt)} is no source's id and no http(s) address; write one as https://…, without a password in it.`,
      );
      return 2;
    }
    if (!knownSources(ids, config, session)) return 2;
    const checked = await checkAll(config, session, targets);
    if (checked.ok) return checked.value;
    session.log.problem(checked.error.message);
    return 1;
  },
};

async function fine(config: Config, session: Session): Promise<ExitCode> {
  const warnings = await warningsOf(config);
  const enabled = config.sources.filter((source) => source.enabled).length;
  if (session.json) {
    session.print(`${JSON.stringify({ file: config.file, sources: enabled, problems: [], warnings })}\n`);
    return 0;
  }
  for (const warning of warnings) session.log.problem(warning);
  session.print(`${config.file} is in order: ${amount(enabled, 'source')} to follow.\n`);
  return 0;
}

/** Article pages that are read of one source, so that a check stays quick and modest. */
const MAX_PAGES = 5;

/** Prints each report as soon as it is there. 1 where nothing could be read. */
async function checkAll(
  config: Config,
  session: Session,
  targets: string[],
): Promise<Result<ExitCode, Trouble>> {
  return withStore(config, session, 'read', async (deps) => {
    const { checkTargets } = await import('../pipeline.ts');
    let readable = false;
    for await (const report of checkTargets(config, deps, targets, { maxPages: MAX_PAGES })) {
      if (session.signal.aborted) return err({ code: 'interrupted', message: 'Interrupted.' });
      session.print(session.json ? `${JSON.stringify(report)}\n` : renderCheck(report));
      readable ||=
        report.status === 'ok' ||
        (report.page !== undefined && 'why' in report.page && report.page.blocked === null);
    }
    return ok(readable ? 0 : 1);
  });
}
