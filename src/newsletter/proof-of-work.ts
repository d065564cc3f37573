import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Clock } from '../core/instant.ts';
import { MINUTE_MS } from '../core/instant.ts';
import { sign } from './signature.ts';

export type ProofOfWork = {
  /** A task for the browser, some seconds of work (Altcha's format, version 2). */
  challenge(): Promise<object>;
  /** Whether the field `altcha` holds the solution of one of our tasks that nobody has handed in before. */
  isSolved(field: string): Promise<boolean>;
};

/** Remembers which solutions were handed in, as long as their tasks are valid: 10,000 at the most. */
export function proofOfWork({ secret, now }: { secret: string; now: Clock }): ProofOfWork {
  const hmacSignatureSecret = sign(secret, 'proof-of-work', '').toString('hex');
  const used = new Map<string, number>();
  return {
    challenge: () =>
      createChallenge({
        algorithm: 'PBKDF2/SHA-256',
        cost: COST,
        keyPrefix: PREFIX,
        deriveKey,
        hmacSignatureSecret,
        // Not the library's own expiry, which looks at the machine's clock.
        data: { until: now().getTime() + VALID_MS },
      }),
    async isSolved(field) {
      const payload = readPayload(field);
      if (payload === null) return false;
      const { challenge, solution } = payload;
      const { until, signature } = ticketOf(challenge);
      const at = now().getTime();
      if (!(until > at) || used.has(signature)) return false;
      try {
        const { verified } = await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret });
        if (!verified || used.has(signature)) return false;
      } catch {
        return false;
      }
      for (const [old, end] of used) if (end <= at || used.size >= 10_000) used.delete(old);
      used.set(signature, until);
      return true;
    },
  };
}

const VALID_MS = 20 * MINUTE_MS;

/** Rounds of PBKDF2 for one try, and what its result has to begin with: 256 tries on average. */
const COST = 5000;
const PREFIX = '00';

type Payload = Parameters<typeof verifySolution>[0];

function readPayload(field: string): Pick<Payload, 'challenge' | 'solution'> | null {
  if (field.length > 4000) return null;
  try {
    const payload = JSON.parse(Buffer.from(field, 'base64').toString('utf8'));
    const { parameters, signature } = payload.challenge;
    // Whoever makes up a dearer task must not make us do it.
    if (parameters.cost !== COST || parameters.algorithm !== 'PBKDF2/SHA-256') return null;
    if (typeof signature !== 'string' || typeof payload.solution !== 'object') return null;
    return payload;
  } catch {
    return null;
  }
}

const ticketOf = ({ parameters, signature }: Payload['challenge']) => ({
  until: Number(parameters.data?.until),
  signature: signature ?? '',
});
