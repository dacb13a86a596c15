import type { Clock, Database } from '@countersign/platform';

/** What the resolvers work with. */
export interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  /** Says that events were committed. */
  readonly announce: () => void;
}
