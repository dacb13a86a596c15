import type { ServiceAccountPrincipal } from '@countersign/platform';

/** With what login tokens are verified, and whose they are. */
export interface PublishedKeys {
  readonly issuer: string;
  /** JSON Web Key Set. */
  readonly jwks: unknown;
}

/** What a back end asks about. */
export interface TokenQuestion {
  readonly token: string;
  /** The back end vouches that the user himself acts now. */
  readonly isUserActive: boolean;
}

/** Where the door learns of tokens. Every method throws when it cannot answer. */
export interface TokenDesk {
  /** Null where no login tokens are issued. */
  keys(): Promise<PublishedKeys | null>;
  /** Claims of a token that stands for a living session, as this account may know them; null for everything else. */
  introspect(
    question: TokenQuestion,
    account: ServiceAccountPrincipal,
  ): Promise<Readonly<Record<string, unknown>> | null>;
}
