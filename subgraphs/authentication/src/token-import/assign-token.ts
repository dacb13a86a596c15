import type { Authenticator, Manifest, Ports } from '@countersign/authenticator-kit';
import { type Transaction, appendAudit, execute, insertIfAbsent } from '@countersign/platform';
import { type ErrorCode, errorCodes } from '../error-codes.ts';
import { ownTables } from '../install/own-tables.ts';
import { pluginTransaction } from '../install/plugin-transaction.ts';
import { addNotice } from '../notification/add-notice.ts';
import { texts } from '../notification/texts.ts';
import type { Standing } from '../people.ts';
import { type OtpChannel, routesFor } from '../route-book.ts';
import { endSessionsOf } from '../session/end-session.ts';
import type { BroughtToken } from './brought-token.ts';

/** Ends the work on one token; whatever it did is rolled back. */
export class TokenRefused extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode) {
    super(errorCodes[code]);
    this.name = 'TokenRefused';
    this.code = code;
  }
}

/** One installed authenticator at work without a host that serves. */
export interface Keeper {
  readonly manifest: Manifest;
  readonly raw: Authenticator<unknown>;
  readonly ports: Ports;
}

/** One token on its way to one person. */
export interface Assignment {
  readonly token: BroughtToken;
  readonly holder: Standing;
  readonly keepers: readonly Keeper[];
  readonly replace: boolean;
  readonly actor: string;
  readonly now: Date;
}

/** The channel of whoever proves himself by this authenticator, or null when no route has one for it. */
export function channelBy(authenticator: string): OtpChannel | null {
  const route = routesFor('LOGIN', 'END', () => true).find(
    ({ channel, proofs }) => channel !== undefined && proofs.at(-1) === authenticator,
  );
  return route?.channel ?? null;
}

/**
 * Makes a token a person's second factor: device, channel, audit and notice in one transaction. Without `replace` only for
 * who has none; with it whatever proved him before is destroyed, his password apart, and his sessions end (SE3, W16, O13).
 * A change of factors that is under way loses, because the account row counts this one.
 */
export async function assignToken(tx: Transaction, assignment: Assignment): Promise<{ readonly replaced: boolean }> {
  const { token, holder, now } = assignment;
  const { profileUuid, userId, email } = holder;
  const keeper = assignment.keepers.find(({ manifest }) => manifest.id === token.authenticator);
  const channel = channelBy(token.authenticator);
  if (keeper === undefined || channel === null) throw new TokenRefused('TOKEN_NOT_SERVED');
  await insertIfAbsent(tx, 'account', { profile_uuid: profileUuid });
  const joined = await setChannel(tx, profileUuid, channel, 'otp_channel IS NULL');
  if (!joined && !assignment.replace) throw new TokenRefused('SECOND_FACTOR_STANDS');
  if (assignment.replace) await clearTheWay(tx, assignment, channel);
  const own = ownTables(keeper.manifest, pluginTransaction(tx));
  // He has no device by now, so what is in the way is somebody else's with the same key (M4).
  if (!(await token.place(keeper.ports, own, profileUuid))) throw new TokenRefused('TOKEN_KEY_TAKEN');
  await auditAssignment(tx, assignment, !joined);
  await addNotice(tx, { to: email, ...texts.tokenAssigned(userId, now, token.serial), at: now });
  return { replaced: !joined };
}

async function setChannel(tx: Transaction, profileUuid: string, channel: OtpChannel, guard: string): Promise<boolean> {
  const changed = await execute(
    tx,
    `UPDATE account SET otp_channel = ?, factor_version = factor_version + 1, email_risk_accepted_at = NULL,
        email_risk_version = NULL WHERE profile_uuid = ? AND ${guard}`,
    [channel, profileUuid],
  );
  return changed === 1;
}

async function clearTheWay(tx: Transaction, { keepers, holder, now }: Assignment, channel: OtpChannel): Promise<void> {
  const { profileUuid } = holder;
  await setChannel(tx, profileUuid, channel, '1 = 1');
  for (const { raw } of keepers) await raw.forget?.(pluginTransaction(tx), profileUuid);
  await endSessionsOf(tx, profileUuid, 'FACTOR_CHANGED', now.getTime());
}

async function auditAssignment(
  tx: Transaction,
  { token, holder, actor, now }: Assignment,
  replaced: boolean,
): Promise<void> {
  await appendAudit(tx, {
    at: now,
    action: 'token.imported',
    outcome: 'SUCCESS',
    actor,
    participant: holder.participant,
    target: holder.userId,
    targetUuid: holder.profileUuid,
    after: { authenticator: token.authenticator, serial: token.serial, replaced },
  });
}
