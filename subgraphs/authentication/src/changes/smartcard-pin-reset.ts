import { accepted, refusing } from '@countersign/change-owner';
import { execute, insertIfAbsent, query } from '@countersign/platform';
import { type ErrorCode, errorCodes } from '../error-codes.ts';
import { texts } from '../notification/texts.ts';
import type { Parts } from '../parts.ts';
import type { Standing } from '../people.ts';
import type { AccountApplication, AccountChangeKind } from './account-change-kind.ts';

const refused = refusing<ErrorCode>();

const notShownYet = 'An initial PIN that was armed earlier and not shown yet will be void.';

async function look(parts: Parts, target: Standing) {
  const card = await parts.people.cardOf(target.profileUuid);
  if (card === null || !card.allowed || !card.held)
    return refused('SMARTCARD_NOT_ALLOWED', errorCodes.SMARTCARD_NOT_ALLOWED);
  const [row] = await parts.database.read((tx) =>
    query<{ request_id: string; revealed_at: number | null; must_change: number }>(
      tx,
      'SELECT request_id, revealed_at, must_change FROM smartcard_pin_reset WHERE profile_uuid = ?',
      [target.profileUuid],
    ),
  );
  const standing = row === undefined ? 'NONE' : stateOf(row);
  return accepted({
    before: { initialPin: standing },
    after: { initialPin: 'ARMED' },
    seen: { armedBy: row?.request_id ?? null },
    warnings: standing === 'ARMED' ? [notShownYet] : [],
  });
}

function stateOf(row: { readonly revealed_at: number | null; readonly must_change: number }): string {
  if (row.revealed_at === null) return 'ARMED';
  return row.must_change === 1 ? 'SHOWN' : 'CHANGED';
}

/** Arms exactly one initial PIN: the person's row is unique, and the reset that was shown is the one that goes (W19). */
async function apply({ tx, requestId, makerUuid, target, seen, now }: AccountApplication): Promise<boolean> {
  const former = seen['armedBy'];
  const row = { request_id: requestId, profile_uuid: target.profileUuid, maker_uuid: makerUuid };
  if (typeof former === 'string') {
    const replaced = await execute(tx, 'DELETE FROM smartcard_pin_reset WHERE profile_uuid = ? AND request_id = ?', [
      target.profileUuid,
      former,
    ]);
    if (replaced !== 1) return false;
  }
  return insertIfAbsent(tx, 'smartcard_pin_reset', { ...row, armed_at: now.getTime(), must_change: 1 });
}

/** Smartcard PIN reset: arms a one-time initial PIN, drawn when its maker looks at it and changed on first use (W19). */
export const smartcardPinReset: AccountChangeKind = {
  kind: 'SMARTCARD_PIN_RESET',
  look,
  unchanged: (seen, found) => seen['armedBy'] === found.seen['armedBy'],
  apply,
  endsSessions: 'PIN_RESET',
  notice: texts.pinReset,
};
