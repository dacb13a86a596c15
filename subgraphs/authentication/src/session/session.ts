import type { Application } from '../flow/flow.ts';

/** A session as its row holds it. The token itself is nowhere: only its digest is kept (S1). */
export interface SessionRow {
  readonly id: string;
  readonly profile_uuid: string;
  readonly user_id: string;
  readonly participant: string | null;
  readonly application: Application;
  readonly methods: string;
  readonly security_version: number;
  readonly source_address: string;
  readonly opened_at: number;
  readonly last_seen_at: number;
  readonly expires_at: number;
  readonly stepped_up_at: number | null;
  readonly ended_at: number | null;
}

export const sessionColumns =
  'id, profile_uuid, user_id, participant, application, methods, security_version, source_address, opened_at, last_seen_at, expires_at, stepped_up_at, ended_at';

/** Proofs that opened a session, as stored: a comma cannot stand in an authenticator's id. */
export function methodsOf(row: Pick<SessionRow, 'methods'>): readonly string[] {
  return row.methods.split(',');
}
