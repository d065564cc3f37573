import { z } from 'zod';

/** What we agreed with a hub about one source. Times are instants. */
export const subscriptionSchema = z.object({
  /** The part of the callback's address that nobody can guess. */
  token: z.string(),
  sourceId: z.string(),
  /** The address by which the hub knows the feed. */
  topic: z.string(),
  hub: z.string(),
  /** Signs what the hub delivers. */
  secret: z.string(),
  /** `asked`: the hub has not confirmed yet. `leaving`: it is to forget us. */
  state: z.enum(['asked', 'active', 'leaving']),
  leaseUntil: z.string().nullable(),
  /** Not asked (again) before. */
  nextTryAt: z.string(),
  /** Times in a row that the hub was asked without a confirmation. */
  tries: z.number(),
  /** Whether its last delivery led to news: then the source is polled once a day only. */
  delivers: z.boolean(),
});

export type Subscription = z.output<typeof subscriptionSchema>;

export const subscriptionsSchema = z.array(subscriptionSchema);
