import type { Result } from '../core/result.ts';
import type { Site } from '../core/source.ts';
import { createApp, type Mounted } from './app.ts';
import { openFiles } from './files.ts';
import { type Address, type ListenFailure, type Listening, listen } from './listen.ts';
import { staticSite } from './static.ts';

export type ServeDeps = {
  site: Site;
  outputDir: string;
  trustProxy: boolean;
  routes: readonly Mounted[];
  onError(error: Error): void;
};

/** Serves the output folder, and whatever is mounted, at an address. */
export function serve(address: Address, deps: ServeDeps): Promise<Result<Listening, ListenFailure>> {
  const basePath = new URL(deps.site.url).pathname;
  const site = staticSite(openFiles(deps), basePath);
  return listen(address, { app: createApp({ ...deps, site }), site, basePath });
}
