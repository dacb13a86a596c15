/** One row of the append-only audit, written in the transaction it describes. Never holds a password, code, PIN or key. */
export interface AuditEntry {
  readonly at: Date;
  /** Stable dotted name: `login.session-opened`, `change.authorised`. */
  readonly action: string;
  readonly outcome: 'SUCCESS' | 'REFUSED' | 'FAILURE';
  /** Who acted: a user ID, `service:authentication`, or `anonymous`. */
  readonly actor: string;
  readonly actorUuid?: string;
  readonly participant?: string | null;
  /** User ID or other name of what was acted on. */
  readonly target?: string;
  readonly targetUuid?: string;
  readonly requestId?: string;
  readonly flowId?: string;
  readonly sessionId?: string;
  readonly sourceAddress?: string;
  readonly code?: string;
  readonly before?: unknown;
  readonly after?: unknown;
}
