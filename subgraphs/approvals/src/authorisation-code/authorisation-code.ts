/** A wrong code this many times in a row revokes it until its checker renews it (W2, AC1). */
export const MOST_CONSECUTIVE_FAILURES = 3;

/** What is kept of a checker's code: never the code itself. */
export interface AuthorisationCode {
  readonly checkerUuid: string;
  /** Counts renewals; part of what the code is derived from. */
  readonly version: number;
  readonly revokedAt: Date | null;
  readonly consecutiveFailures: number;
}
