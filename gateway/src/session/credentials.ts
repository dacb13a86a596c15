import { type SessionCookie, looksLikeToken } from './session-cookie.ts';

/** What a request showed to say who sends it. Of all its headers these two alone are asked (G5). */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: string; readonly fromCookie: boolean }
  /** A cookie that cannot be a token: it only needs clearing. */
  | { readonly kind: 'broken-cookie' }
  | { readonly kind: 'ambiguous' };

const BEARER = /^Bearer +([^ ]+) *$/i;

/** Reads the session cookie and the bearer token; two different ones are nobody's. */
export function readCredentials(
  headers: { readonly cookie?: string | undefined; readonly authorization?: string | undefined },
  cookie: SessionCookie,
): Credentials {
  const fromCookie = cookie.read(headers.cookie);
  const bearer = headers.authorization === undefined ? undefined : BEARER.exec(headers.authorization)?.[1];
  if (fromCookie !== undefined && bearer !== undefined && fromCookie !== bearer) return { kind: 'ambiguous' };
  if (bearer !== undefined) return looksLikeToken(bearer) ? { kind: 'token', token: bearer, fromCookie: false } : { kind: 'none' };
  if (fromCookie === undefined || fromCookie === '') return { kind: 'none' };
  return looksLikeToken(fromCookie) ? { kind: 'token', token: fromCookie, fromCookie: true } : { kind: 'broken-cookie' };
}
