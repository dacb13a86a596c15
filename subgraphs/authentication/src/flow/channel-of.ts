import { type Transaction, query } from '@countersign/platform';
import { nobody } from '../failure-budget/nobody.ts';
import type { Parts } from '../parts.ts';
import type { OtpChannel, Route } from '../route-book.ts';
import type { FlowSubject } from './flow.ts';

/** What the account row says of a person as he begins to prove himself. */
export interface AccountRow {
  readonly otp_channel: OtpChannel | null;
  readonly disabled_by_guessing_at: number | null;
  readonly last_source: string | null;
  readonly password_changed_at: number | null;
  readonly factor_version: number;
}

const noAccount: AccountRow = {
  otp_channel: null,
  disabled_by_guessing_at: null,
  last_source: null,
  password_changed_at: null,
  factor_version: 0,
};

/** The account of a person, or an empty one for who has none and for nobody. */
export async function readAccount(tx: Transaction, profileUuid: string | null): Promise<AccountRow> {
  const rows = await query<AccountRow>(
    tx,
    `SELECT otp_channel, disabled_by_guessing_at, last_source, password_changed_at, factor_version FROM account
      WHERE profile_uuid = ?`,
    [profileUuid ?? nobody],
  );
  return rows[0] ?? noAccount;
}

/** A person's channel; a device that is there counts, even where no login has recorded the channel yet: nobody slips past it to mail (O11). */
export async function channelOf(
  parts: Pick<Parts, 'authenticators'>,
  routes: readonly Route[],
  subject: FlowSubject,
  account: AccountRow,
): Promise<OtpChannel | null> {
  if (account.otp_channel !== null) return account.otp_channel;
  for (const route of routes) {
    if (route.channel === undefined || route.channel === 'EMAIL') continue;
    const device = parts.authenticators.get(route.proofs.at(-1) ?? '');
    if (device !== null && (await device.enrolled(subject))) return route.channel;
  }
  return null;
}
