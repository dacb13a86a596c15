import { appendAudit, Fault, newId, type SessionPrincipal, type TokenSigner } from '@countersign/platform';
import type { Caller, Parts } from '../parts.ts';
import { reasonToEnd } from './resolve-session.ts';
import { endOf, numericDate, sessionClaims } from './session-claims.ts';

/** The explicit type of a login token (RFC 8725 3.11): no other token of anybody is taken for one. */
export const LOGIN_TOKEN_TYPE = 'countersign-login+jwt';
/** A login token cannot be called back, so it lives no longer than this. */
const LOGIN_TOKEN_MS = 5 * 60_000;

/** With what login tokens are signed, and for whom. */
export interface LoginTokens {
  readonly signer: TokenSigner;
  /** Back ends that may be named as the audience. */
  readonly audiences: readonly string[];
}

/** A token that proves a login to one back end, without a call. */
export interface LoginToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * Signs who the owner of this session is for one back end, for at most five minutes and never beyond the session's own end.
 * Only while the session lives by the database at this instant; audited.
 */
export async function issueLoginToken(
  parts: Parts,
  { source }: Pick<Caller, 'source'>,
  by: SessionPrincipal,
  audience: string,
): Promise<LoginToken> {
  const { tokens } = parts;
  if (tokens === null || !tokens.audiences.includes(audience))
    throw new Fault('TOKEN_AUDIENCE_UNKNOWN', 'No login tokens are issued for this audience.');
  const at = parts.clock.now();
  const row = await parts.sessions.byId(by.sessionId);
  const lives = row !== null && row.ended_at === null && (await reasonToEnd(parts, row, at.getTime())) === null;
  const expires = lives ? numericDate(Math.min(at.getTime() + LOGIN_TOKEN_MS, endOf(row, parts.policy))) : 0;
  if (!lives || expires <= numericDate(at.getTime()))
    throw new Fault('UNAUTHENTICATED', 'Please log in first: this operation needs a session.');
  const jti = newId();
  await parts.database.autocommit((tx) =>
    appendAudit(tx, {
      at,
      action: 'login-token.issued',
      outcome: 'SUCCESS',
      actor: row.user_id,
      actorUuid: row.profile_uuid,
      participant: row.participant,
      target: row.user_id,
      targetUuid: row.profile_uuid,
      sessionId: row.id,
      sourceAddress: source.address,
      requestId: source.requestId,
      after: { audience, jti },
    }),
  );
  const claims = { ...sessionClaims(row), aud: audience, iat: numericDate(at.getTime()), exp: expires, jti };
  return { token: await tokens.signer.sign(claims), expiresAt: new Date(expires * 1000) };
}
