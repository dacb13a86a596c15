/** The cookie that carries a session's token: unreadable to scripts, sent to this host alone, gone with the browser. */
export interface SessionCookie {
  /** The token in a `Cookie` header, if there is one. */
  read(header: string | undefined): string | undefined;
  set(token: string): string;
  clear(): string;
}

const TOKEN = /^[A-Za-z0-9_-]{16,128}$/;
const ACCOUNT_TOKEN = /^csa_[A-Za-z0-9_-]{43}$/;

/** True for text that could be a session token; anything else is not worth a look-up. */
export function looksLikeToken(text: string): boolean {
  return TOKEN.test(text);
}

/** True for text in the form of a service account's token, which is longer than any session's. */
export function looksLikeAccountToken(text: string): boolean {
  return ACCOUNT_TOKEN.test(text);
}

/**
 * `__Host-` holds the browser to Secure, Path=/ and no Domain, so that no sibling host can plant a session.
 * Over plain HTTP (development alone) the prefix and Secure have to go.
 */
export function sessionCookie(secure: boolean): SessionCookie {
  const name = secure ? '__Host-countersign' : 'countersign';
  const attributes = `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
  const prefix = `${name}=`;
  return {
    read(header) {
      if (header === undefined || !header.includes(prefix)) return undefined;
      const pair = header
        .split(';')
        .map((part) => part.trim())
        .find((part) => part.startsWith(prefix));
      return pair?.slice(prefix.length);
    },
    set: (token) => `${prefix}${token}; ${attributes}`,
    clear: () => `${prefix}; ${attributes}; Max-Age=0`,
  };
}
