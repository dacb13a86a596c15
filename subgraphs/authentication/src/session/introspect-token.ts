import { sha256 } from '@countersign/platform';
import type { Parts } from '../parts.ts';
import { isLiveNow } from './resolve-session.ts';
import type { SessionRow } from './session.ts';
import { endOf, numericDate, sessionClaims } from './session-claims.ts';

/** What a back end learns of a token that stands for a living session (RFC 7662 2.2). */
export type TokenClaims = Readonly<Record<string, unknown>>;

/**
 * The claims of a session's token or of a login token, if the session behind it lives at this instant; null for everything
 * else, so that nobody learns why. `isUserActive`: the back end vouches that the user himself acts, which counts as a use of
 * the session (S5).
 */
export async function introspectToken(parts: Parts, token: string, isUserActive: boolean): Promise<TokenClaims | null> {
  if (/^[A-Za-z0-9_-]{43}$/.test(token)) {
    const row = await parts.sessions.byTokenDigest(sha256(token));
    if (row === null || !(await isLiveNow(parts, row, { passive: !isUserActive }))) return null;
    return { token_type: 'session', ...sessionClaims(row), ...times(parts, row) };
  }
  const claims = (await parts.tokens?.signer.read(token)) ?? null;
  if (claims === null) return null;
  const row = await parts.sessions.byId(String(claims['sid']));
  if (row === null || !(await isLiveNow(parts, row, { passive: true }))) return null;
  return { token_type: 'login', ...claims };
}

function times(parts: Parts, row: SessionRow) {
  const issuer = parts.tokens === null ? {} : { iss: parts.tokens.signer.issuer };
  return { ...issuer, iat: numericDate(row.opened_at), exp: numericDate(endOf(row, parts.policy)) };
}
