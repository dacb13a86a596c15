import type {
  Clock,
  Database,
  Logger,
  SecretBox,
  SessionPrincipal,
  Source,
  SubgraphContext,
  VolatileStore,
} from '@countersign/platform';
import type { ChangeJudge } from './changes/change-judge.ts';
import type { PasswordGate } from './failure-budget/password-gate.ts';
import type { FlowStore } from './flow/flow-store.ts';
import type { AuthenticatorSet } from './install/authenticator-set.ts';
import type { People } from './people.ts';
import type { LoginTokens } from './session/issue-login-token.ts';
import type { SessionFinder } from './session/session-finder.ts';
import type { SessionKeepers } from './session/session-keepers.ts';
import type { AuthenticationPolicy } from './policy.ts';

/** What the use cases of this subgraph stand on. */
export interface Parts {
  readonly database: Database;
  readonly volatile: VolatileStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policy: AuthenticationPolicy;
  readonly people: People;
  /** Identity as the judge of who may change an account. */
  readonly judge: ChangeJudge;
  readonly secrets: Pick<SecretBox, 'keyedHash' | 'seal' | 'open'>;
  readonly flows: FlowStore;
  readonly sessions: SessionFinder;
  /** Identity as the judge of who may see and end whose sessions. */
  readonly keepers: SessionKeepers;
  /** Null: this installation has no keys for login tokens. */
  readonly tokens: LoginTokens | null;
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
