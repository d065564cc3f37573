import type { Instant } from './instant.ts';

/** What a server lets us ask "changed since?" with, byte for byte (RFC 9110 §8.8). */
export type Validators = { etag: string | null; lastModified: string | null };

export type FetchFailureCode =
  | 'bad-url'
  | 'blocked-address'
  | 'dns'
  | 'refused'
  | 'tls'
  | 'network'
  | 'timeout'
  | 'too-large'
  | 'bad-encoding'
  | 'redirect-loop'
  | 'too-many-redirects'
  | 'bad-redirect'
  | 'forbidden'
  | 'challenge'
  | 'unauthorized'
  | 'not-found'
  | 'gone'
  | 'rate-limited'
  | 'server-error'
  | 'http-error'
  | 'host-held'
  | 'robots';

export type FetchFailure = {
  code: FetchFailureCode;
  /** A sentence for a person: what went wrong, and what to do where something can be done. */
  message: string;
  httpStatus: number | null;
};

/** How long the origin asks us to leave this URL alone: max-age less Age, or Expires. Null: it did not say. */
export type Freshness = { freshForMs: number | null };

/** One attempt. All three outcomes are normal. */
export type FetchResult =
  | ({
      kind: 'fetched';
      body: Uint8Array;
      /** The address that answered, after redirects. */
      url: string;
      /** Set when every hop from the requested URL was 301 or 308: where it now lives. */
      permanentUrl: string | null;
      httpStatus: number;
      contentType: string | null;
      /** Response headers in lower case, for what only some callers read (x-robots-tag, link). */
      headers: Record<string, string>;
      validators: Validators;
      at: Instant;
    } & Freshness)
  | ({
      kind: 'unchanged';
      url: string;
      permanentUrl: string | null;
      httpStatus: number;
      /** New validators if the 304 carried some, else those sent. */
      validators: Validators;
      at: Instant;
    } & Freshness)
  | { kind: 'failed'; failure: FetchFailure; url: string; retryAfterMs: number | null; at: Instant };

export type FetchRequest = {
  url: string;
  accept: 'feed' | 'page' | 'robots';
  /** Sent only on the first hop, never across a redirect to another URL. */
  validators?: Validators | null;
  /** Sent to the origin of `url` only. */
  headers?: Record<string, string>;
  maxBytes?: number;
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Asked before a redirect is followed; where the answer is no, the request fails with `robots`. */
  mayFollow?(url: string): Promise<boolean>;
};

export type Fetcher = {
  fetch(request: FetchRequest): Promise<FetchResult>;
  close(): Promise<void>;
};
