import {
  Fault,
  requireSession,
  requireSessionOrAccount,
  type SubgraphContext,
  type Transaction,
} from '@countersign/platform';
import type { EServiceActor } from '../eservice/eservice-desk.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import { findServiceAccount } from '../rows/service-account-row.ts';
import { accountUsable } from '../service-account/service-account.ts';
import { isHouseStaff } from '../user-profile/standing.ts';
import type { Parts } from './parts.ts';
import { readerIn } from './reader.ts';
import { auditedCaller } from './report-caller.ts';

type HouseRole = 'HKEX_OPERATOR' | 'HKEX_APPROVER' | 'HKEX_REPORT_READER';

const ended = (): Fault => new Fault('UNAUTHENTICATED', 'Please log in again: your rights have ended.');

async function accountIn(tx: Transaction, context: SubgraphContext, now: Date): Promise<EServiceActor | null> {
  const principal = requireSessionOrAccount(context, 'ESERVICES');
  if (principal.kind !== 'account') return null;
  const account = await findServiceAccount(tx, { accountId: principal.accountId });
  if (account === null || !accountUsable(account, now) || !account.scopes.includes('ESERVICES')) throw ended();
  return auditedCaller(principal);
}

/** Client Connect, by a service account with the scope ESERVICES as it is stored at this instant (W20). */
export async function clientConnectIn(tx: Transaction, context: SubgraphContext, now: Date): Promise<EServiceActor> {
  const account = await accountIn(tx, context, now);
  if (account === null) throw new Fault('FORBIDDEN', 'Forms are filed through Client Connect.');
  return account;
}

/** A person of the clearing house in one of these roles now. */
export async function houseStaffIn(
  tx: Transaction,
  context: SubgraphContext,
  parts: Parts,
  roles: readonly HouseRole[],
): Promise<Judged<EServiceActor & { readonly isFull: boolean }>> {
  const principal = requireSession(context);
  const reader = await readerIn(tx, context, parts, parts.clock.now());
  if (reader === null) throw ended();
  if (!isHouseStaff(reader.standing, ...roles))
    return refused('NOT_PERMITTED', 'eService forms are worked on by the staff of the clearing house.');
  return accepted({
    ...auditedCaller(principal),
    isFull: isHouseStaff(reader.standing, 'HKEX_OPERATOR', 'HKEX_APPROVER'),
  });
}

/** Whoever may read forms: Client Connect, and the house's staff. */
export async function formReaderIn(
  tx: Transaction,
  context: SubgraphContext,
  parts: Parts,
): Promise<Judged<EServiceActor & { readonly isFull: boolean }>> {
  const account = await accountIn(tx, context, parts.clock.now());
  if (account !== null) return accepted({ ...account, isFull: true });
  return houseStaffIn(tx, context, parts, ['HKEX_OPERATOR', 'HKEX_APPROVER', 'HKEX_REPORT_READER']);
}
