import type { Clock, Database } from '@countersign/platform';
import type { PermissionMatrix } from '../permission-matrix/matrix.ts';

/** What the resolvers work with. */
export interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  /** Who may do what in this installation (domain 2). */
  readonly matrix: PermissionMatrix;
  /** Says that events were committed. */
  readonly announce: () => void;
}
