import type { Transaction } from '@countersign/platform';
import type { GuardedAuthenticator } from '../install/guard.ts';
import { ownTables } from '../install/own-tables.ts';
import { pluginTransaction } from '../install/plugin-transaction.ts';
import { addNotice } from '../notification/add-notice.ts';
import { texts } from '../notification/texts.ts';
import type { Caller } from '../parts.ts';
import type { Standing } from '../people.ts';
import { auditFlow } from './audit-flow.ts';
import type { Flow } from './flow.ts';

/** Tells a person of each use of a recovery code, and how many are left: a stolen list shows by its first use (N1). */
export async function noticeOfRecovery(
  tx: Transaction,
  at: { readonly now: Date; readonly caller: Caller; readonly flow: Flow },
  used: { readonly authenticator: GuardedAuthenticator; readonly standing: Standing },
): Promise<void> {
  const { raw, manifest } = used.authenticator;
  const { issuance } = raw;
  if (issuance === undefined) return;
  const { profileUuid, userId, email } = used.standing;
  const left = await issuance.left(ownTables(manifest, pluginTransaction(tx)), profileUuid);
  await auditFlow(tx, at, { action: 'recovery-code.used', outcome: 'SUCCESS', proven: true, after: { left } });
  await addNotice(tx, { to: email, ...texts.recoveryCodeUsed(userId, at.now, left), at: at.now });
}
