import type { Transaction } from '@countersign/platform';
import { localDate } from '../../function-hours/hong-kong-date.ts';
import type { ServiceAccount } from '../../service-account/service-account.ts';
import { findServiceAccount, writeServiceAccount } from '../service-account-row.ts';

/** A service account to be written past operator and approver. */
export interface NewServiceAccount extends Pick<ServiceAccount, 'name' | 'scopes' | 'addresses'> {
  readonly expiresOn: string;
}

/** Adds an account without a token and gives its ID; one of that name stays as it is. */
export async function createServiceAccount(tx: Transaction, wanted: NewServiceAccount, at: Date): Promise<string> {
  const expiresOn = localDate(wanted.expiresOn);
  if (expiresOn === null) throw new RangeError('The last day must be a calendar date such as 2026-11-22.');
  const terms = { ...wanted, expiresOn, enabled: true, issueArmed: false };
  await writeServiceAccount(tx, terms, { version: 0, at });
  const account = await findServiceAccount(tx, { name: wanted.name });
  if (account === null) throw new Error(`The account ${wanted.name} was not written.`);
  return account.accountId;
}
