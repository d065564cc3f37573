import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import { isIP } from 'node:net';
import type { Agent, buildConnector } from 'undici';
import { FetchError } from './failure.ts';

/** Node's `dns.lookup`, as far as it is used here. */
export type Lookup = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Response headers larger than this are refused. */
const MAX_HEADER_BYTES = 32 * 1024;

/**
 * Connections that lead nowhere but to addresses that `mayConnect` allows: an address is checked at the moment
 * it is connected to, so that a name which resolves differently a second time gains nothing.
 */
export function createDispatcher(
  {
    Agent: AgentClass,
    buildConnector: build,
  }: { Agent: typeof Agent; buildConnector: typeof buildConnector },
  { mayConnect, timeoutMs, perHost, lookup = systemLookup }: DispatcherOptions,
): Agent {
  // A connection's own time limit: requests end at their deadline, but without it their sockets would live on.
  const connect = build({ timeout: timeoutMs, lookup: guardedLookup(lookup, mayConnect) as never });
  return new AgentClass({
    connect(options, callback) {
      const { hostname } = options;
      if (isIP(hostname) === 0 || mayConnect(hostname)) connect(options, callback);
      else callback(new FetchError('blocked-address', hostname), null);
    },
    connections: perHost,
    maxHeaderSize: MAX_HEADER_BYTES,
    // A request's own deadline ends it, over all its redirects.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

export type DispatcherOptions = {
  mayConnect(address: string): boolean;
  timeoutMs: number;
  /** Connections to one origin, at most; null: as many as there are requests at a time. */
  perHost: number | null;
  lookup?: Lookup | undefined;
};

type Callback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Only the allowed ones of a name's addresses; an error where none is. */
function guardedLookup(lookup: Lookup, mayConnect: (address: string) => boolean) {
  return (hostname: string, options: LookupOptions, callback: Callback): void => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const allowed = addresses.filter(({ address }) => mayConnect(address));
      const [first] = allowed;
      if (!first) {
        const refused = addresses.map(({ address }) => address).join(', ');
        callback(new FetchError(refused ? 'blocked-address' : 'dns', refused), []);
      } else if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}
