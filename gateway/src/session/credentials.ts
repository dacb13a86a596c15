import { type SessionCookie, looksLikeAccountToken, looksLikeToken } from './session-cookie.ts';

/** What a request showed to say who sends it. Of all its headers these two alone are asked (G5). */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: string; readonly fromCookie: boolean }
  /** Comes as a bearer token alone: a browser never holds one. */
  | { readonly kind: 'account-token'; readonly token: string }
  /** A cookie that cannot be a token: it only needs clearing. */
  | { readonly kind: 'broken-cookie' }
  | { readonly kind: 'ambiguous' };

const BEARER = /^Bearer +([^ ]+) *$/i;

interface AskedHeaders {
  readonly cookie?: string | undefined;
  readonly authorization?: string | undefined;
}

function fromBearer(token: string): Credentials {
  if (looksLikeAccountToken(token)) return { kind: 'account-token', token };
  return looksLikeToken(token) ? { kind: 'token', token, fromCookie: false } : { kind: 'none' };
}

function fromCookieValue(value: string): Credentials {
  if (value === '') return { kind: 'none' };
  if (looksLikeAccountToken(value)) return { kind: 'broken-cookie' };
  return looksLikeToken(value) ? { kind: 'token', token: value, fromCookie: true } : { kind: 'broken-cookie' };
}

/** Reads the session cookie and the bearer token; two different ones are nobody's. */
export function readCredentials({ cookie, authorization }: AskedHeaders, sessionCookie: SessionCookie): Credentials {
  const value = sessionCookie.read(cookie);
  const bearer = BEARER.exec(authorization ?? '')?.[1];
  if (bearer === undefined) return value === undefined ? { kind: 'none' } : fromCookieValue(value);
  return value === undefined || value === bearer ? fromBearer(bearer) : { kind: 'ambiguous' };
}
