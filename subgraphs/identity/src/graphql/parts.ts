import type { Clock, Database, Logger } from '@countersign/platform';
import type { PermissionMatrix } from '../permission-matrix/matrix.ts';
import type { CatalogueCache } from '../rows/catalogue-cache.ts';

/** What the resolvers work with. */
export interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  /** Who may do what in this installation (domain 2). */
  readonly matrix: PermissionMatrix;
  /** The groups in force (domain 1). */
  readonly catalogues: CatalogueCache;
  readonly logger: Logger;
  /** Says that events were committed. */
  readonly announce: () => void;
}
