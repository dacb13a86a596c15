/** Where a request came from, as the door itself saw it; client headers never reach these fields (G5). */
export interface Source {
  /** Peer address after trusted proxies, e.g. `203.0.113.7`. */
  readonly address: string;
  readonly userAgent: string;
  readonly requestId: string;
}

/** Nobody has proven anything yet. */
export interface AnonymousPrincipal {
  readonly kind: 'anonymous';
  readonly source: Source;
}

/** A live session. Rights are not in here: every operation re-reads them. */
export interface SessionPrincipal {
  readonly kind: 'session';
  readonly source: Source;
  readonly sessionId: string;
  readonly profileUuid: string;
  readonly userId: string;
  /** Participant code, or null for the clearing house's own staff. */
  readonly participant: string | null;
  readonly application: 'DMS' | 'CCMS' | 'CONSOLE';
  /** Authenticators that opened the session, e.g. `['password', 'totp']`. */
  readonly methods: readonly string[];
  /** Instant of the last step-up as ISO text, or null. */
  readonly steppedUpAt: string | null;
}

/** What a service account may be let into. */
export type AccountScope = 'REPORTS' | 'AUDIT' | 'ESERVICES' | 'INTROSPECTION';

/** A machine with a token of its own. It belongs to no participant and never stands in for a person. */
export interface ServiceAccountPrincipal {
  readonly kind: 'account';
  readonly source: Source;
  readonly accountId: string;
  readonly name: string;
  readonly scopes: readonly AccountScope[];
}

/** Another part of Countersign. Only it may call `@inaccessible` fields. */
export interface ServicePrincipal {
  readonly kind: 'service';
  readonly source: Source;
  readonly service: PartName;
}

export type Principal = AnonymousPrincipal | SessionPrincipal | ServiceAccountPrincipal | ServicePrincipal;

export type PartName = 'gateway' | 'identity' | 'approvals' | 'authentication';
