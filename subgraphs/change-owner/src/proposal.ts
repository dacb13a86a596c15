/** Everything that a change request will hold, as its owner worked it out (design 6). */
export interface Proposal {
  /** What only one open request may be about: a profile's uuid, `new:HKABC105`, `calendar:2026-12-24` (A2). */
  readonly targetKey: string;
  /** Identity of what changes; for a profile its uuid. */
  readonly targetUuid: string;
  /** Null when no profile is changed. */
  readonly targetUserId: string | null;
  /** What people read: a user ID, `Calendar 2026-12-24`, `40 users`. */
  readonly subject: string;
  /** The tenant whose administrators may see the request; null for the clearing house's own. */
  readonly participant: string | null;
  readonly before: unknown;
  readonly after: unknown;
  /** Comes back to the owner when the change is applied. */
  readonly payload: unknown;
  /** Version of the target; another one at the decision makes the request stale. */
  readonly version: number;
  readonly warnings: readonly string[];
  readonly expiresAt: Date;
  readonly summary: string;
  /** The seed's sentence once the change is in force. */
  readonly successMessage: string;
  /** The eService form behind a change of the clearing house (W18). */
  readonly formReference: string | null;
  /** Why the clearing house acts against the matrix (A3). */
  readonly breakGlassReason: string | null;
}
