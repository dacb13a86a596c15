import type { Clock, Logger } from '@countersign/platform';
import type { OwnerName } from '../change-request/change-kinds.ts';
import type { BulkOwner } from './bulk.ts';
import type { ChangeOwner } from './change-owner.ts';
import type { EServices } from './eservices.ts';
import type { People } from './people.ts';
import type { Rights } from './rights.ts';
import type { Store } from './unit-of-work.ts';

/** Everything the verbs of this subgraph work with. */
export interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly people: People;
  readonly owners: Readonly<Record<OwnerName, ChangeOwner>>;
  readonly bulkOwner: BulkOwner;
  readonly eServices: EServices;
  readonly rights: Rights;
  /** The key that authorisation codes are derived from; it never leaves memory. */
  readonly codeKey: Uint8Array;
  readonly newId: () => string;
  readonly logger: Logger;
}
