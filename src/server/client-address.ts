import { isIPv4, isIPv6 } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';

/** What routes find in their context. */
export type ServerEnv = { Bindings: HttpBindings; Variables: { clientAddress: string } };

/** Who asks: an IP address, for limits by client; the proxy's word for it where that is trusted. */
export const clientAddress = (c: Context<ServerEnv>): string => c.get('clientAddress');

/**
 * Finds out who asks. A proxy appends its client to X-Forwarded-For, so that of a trusted one the last address counts:
 * whatever stands before it, anybody could have sent.
 */
export function noteClientAddress({ trustProxy }: { trustProxy: boolean }): MiddlewareHandler<ServerEnv> {
  return async (c, next) => {
    const peer = c.env?.incoming?.socket.remoteAddress ?? '';
    const told = trustProxy ? (c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '') : '';
    c.set('clientAddress', plain(isIPv4(told) || isIPv6(told) ? told : peer));
    await next();
  };
}

/** `::ffff:192.0.2.1` is 192.0.2.1. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
