import { hongKongDate, type LocalDate } from '../function-hours/hong-kong-date.ts';

/** What a service account may be let into. */
export const serviceAccountScopes = ['REPORTS', 'AUDIT', 'ESERVICES', 'INTROSPECTION'] as const;
/** One of those. */
export type ServiceAccountScope = (typeof serviceAccountScopes)[number];

/** How long the former token goes on after a new one was issued. */
export const FORMER_TOKEN_MS = 24 * 3_600_000;

/** A machine that reads by a token of its own, from its own addresses, until a day (issue 3.5). */
export interface ServiceAccount {
  readonly accountId: string;
  readonly name: string;
  readonly scopes: readonly ServiceAccountScope[];
  /** Single addresses and ranges, IPv4 or IPv6. */
  readonly addresses: readonly string[];
  /** Last day of use, inclusive, in Hong Kong. */
  readonly expiresOn: LocalDate;
  readonly enabled: boolean;
  /** True when an approved change lets exactly one token be issued. */
  readonly issueArmed: boolean;
  readonly tokenDigest: string | null;
  readonly formerDigest: string | null;
  readonly formerUntil: Date | null;
  readonly tokenIssuedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly version: number;
}

/** What an approved change writes of an account. */
export type AccountTerms = Pick<
  ServiceAccount,
  'name' | 'scopes' | 'addresses' | 'expiresOn' | 'enabled' | 'issueArmed'
>;

/** True while the account is enabled and its last day has not passed. */
export function accountUsable({ enabled, expiresOn }: ServiceAccount, now: Date): boolean {
  return enabled && hongKongDate(now) <= expiresOn;
}

/** True when the token of that digest opens the account now: the current one, or the former one in its last hours. */
export function tokenAccepted(account: ServiceAccount, tokenDigest: string, now: Date): boolean {
  if (account.tokenDigest === tokenDigest) return true;
  return account.formerDigest === tokenDigest && account.formerUntil !== null && now < account.formerUntil;
}
