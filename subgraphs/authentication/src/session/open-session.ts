import { type Transaction, execute, insertIfAbsent, newId, randomToken, sha256 } from '@countersign/platform';
import type { CompletedLogin } from '../flow/completed-flow.ts';
import type { AuthenticationPolicy } from '../policy.ts';

/** A session just opened. The token exists here and at the client, nowhere else. */
export interface OpenedSession {
  readonly id: string;
  readonly token: string;
  readonly expiresAt: Date;
  readonly replaced: boolean;
}

/**
 * The one place that opens a session: only for a completed login, inside the transaction that spent its last proof.
 * The caller has already written the person's account row, so openings of one person come one after another; the unique
 * `live_key` makes it certain that only the newest of an application lives (SE2, S6), and `flow_id` that a flow opens one:
 * null when this flow already did.
 */
export async function openSession(
  tx: Transaction,
  login: CompletedLogin,
  at: { readonly now: Date; readonly address: string; readonly securityVersion: number },
  policy: Pick<AuthenticationPolicy, 'session'>,
): Promise<OpenedSession | null> {
  const { subject, application, flow } = login;
  const now = at.now.getTime();
  const liveKey = `${subject.profileUuid}|${application}`;
  const replaced = await execute(
    tx,
    `UPDATE session SET ended_at = ?, end_reason = 'REPLACED', live_key = NULL WHERE live_key = ?`,
    [now, liveKey],
  );
  const token = randomToken(32);
  const expiresAt = now + policy.session[application].absoluteMs;
  const id = newId();
  const opened = await insertIfAbsent(tx, 'session', {
    id,
    token_digest: sha256(token),
    flow_id: flow.id,
    live_key: liveKey,
    profile_uuid: subject.profileUuid,
    user_id: subject.userId,
    participant: subject.participant,
    application,
    delivery: flow.delivery,
    methods: flow.evidence.map((proof) => proof.authenticator).join(','),
    security_version: at.securityVersion,
    source_address: at.address,
    opened_at: now,
    last_seen_at: now,
    expires_at: expiresAt,
  });
  return opened ? { id, token, expiresAt: new Date(expiresAt), replaced: replaced > 0 } : null;
}
