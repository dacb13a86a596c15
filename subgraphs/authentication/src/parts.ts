import type {
  Clock,
  Database,
  Logger,
  SessionPrincipal,
  Source,
  SubgraphContext,
  VolatileStore,
} from '@countersign/platform';
import type { PasswordGate } from './failure-budget/password-gate.ts';
import type { FlowStore } from './flow/flow-store.ts';
import type { AuthenticatorSet } from './install/authenticator-set.ts';
import type { People } from './people.ts';
import type { AuthenticationPolicy } from './policy.ts';

/** What the use cases of this subgraph stand on. */
export interface Parts {
  readonly database: Database;
  readonly volatile: VolatileStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policy: AuthenticationPolicy;
  readonly people: People;
  readonly flows: FlowStore;
  readonly authenticators: AuthenticatorSet;
  readonly passwordGate: PasswordGate;
  /** Says that notices were committed. */
  readonly pokeNotices: () => void;
}

/** Who asks, as the door saw him, and what must reach the door besides the answer. */
export interface Caller {
  readonly source: Source;
  readonly session: SessionPrincipal | null;
  readonly reply: SubgraphContext['reply'];
}
