import type { Phase, Subject } from '@countersign/authenticator-kit';
import type { FlowPurpose, LoginMethod, OtpChannel, Route } from '../route-book.ts';

/** Where a signed-in person works. */
export type Application = 'DMS' | 'CCMS' | 'CONSOLE';
/** How the session's token reaches the client. */
export type Delivery = 'COOKIE' | 'BEARER';

/** The person as he was when the flow began; everything that decides is read again at the end (O15). */
export type FlowSubject = Subject;

/** A proof that was verified and spent. */
export interface Evidence {
  readonly authenticator: string;
  readonly at: number;
}

/** What the person chose while he has no channel for codes (W12 step 9, W13). */
export type Choice =
  | { readonly kind: 'REGISTER'; readonly authenticator: string; readonly state: string }
  | { readonly kind: 'SKIPPED' }
  | { readonly kind: 'RISK_ACCEPTED'; readonly version: string };

/** What a signed-in person wants to change about how he proves himself; decided when the flow begins and never after. */
export type Goal =
  | {
      readonly kind: 'CHANNEL';
      readonly channel: OtpChannel;
      readonly authenticator: string;
      readonly joinBy: NonNullable<Route['joinBy']>;
    }
  | { readonly kind: 'DEVICE'; readonly authenticator: string }
  | { readonly kind: 'PASSWORD' }
  | { readonly kind: 'RECOVERY_CODES' };

/** One attempt to log in, reset, step up or change a factor: what was proven so far, and nothing secret. Lives at most 15 minutes. */
export interface Flow {
  /** Digest of the flow's token: what plugins, keys, tables and the audit may know. The token itself stays with the client. */
  readonly id: string;
  /** Rises with every write, so that no two states of a flow are the same text. */
  readonly version: number;
  readonly purpose: FlowPurpose;
  /** The phase it began in; kept for a while when the phase moves on (domain 8). */
  readonly phase: Phase;
  readonly beganAt: number;
  readonly expiresAt: number;
  /** The user ID as typed, in canonical form; delays are kept under it whether or not anybody has it (O8). */
  readonly claimedId: string;
  /** Null: a decoy that does the same work and never completes (O8). */
  readonly subject: FlowSubject | null;
  readonly method: LoginMethod;
  readonly application: Application | null;
  readonly delivery: Delivery;
  /** The session that a step-up vouches for, or in which a factor is changed: only that session may go on with the flow. */
  readonly sessionId: string | null;
  /** The proofs that opened that session; a step-up repeats one of them (SE4). */
  readonly sessionMethods: readonly string[];
  readonly evidence: readonly Evidence[];
  /** Null but for `ENROL`: there the evidence is password and present factor, and this is what they are shown for. */
  readonly goal: Goal | null;
  /** The proof by the new factor, which ends a change of channel or device. */
  readonly reached: Evidence | null;
  /** Known once the password is proven. */
  readonly channel: OtpChannel | null;
  readonly choice: Choice | null;
  /** Where the last login came from, known once the password is proven. */
  readonly lastSource: string | null;
  /**
   * When the password that was proven had been chosen, by the account row; 0 when no row says. A login completes only while
   * that still stands, whichever clock a reset ran on (O16). Null until a password is proven.
   */
  readonly passwordChosenAt: number | null;
  /** How often this person's factors had been changed when the password was proven; a change meanwhile voids the flow (O13). */
  readonly factorVersion: number;
  /** When the newest challenge was issued; the tries of each are counted apart. */
  readonly challengedAt: number | null;
}

/** The flow's own key; every key of one flow shares the hash tag (design 2). */
export function flowKey(id: string, part = 'state'): string {
  return `{flow:${id}}:${part}`;
}
