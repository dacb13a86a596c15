/**
 * How long a client may take to send a request. Headers must have less time than the whole: Node exchanges the two limits
 * where they do not, and a body that never comes would be waited for as long as the longer of them.
 */
export const connectionLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
} as const;
