import { Fault } from '@countersign/platform';
import { errorCodes } from '../error-codes.ts';
import type { AccountChangeKind } from './account-change-kind.ts';
import { secondFactorReset } from './second-factor-reset.ts';
import { smartcardPinReset } from './smartcard-pin-reset.ts';
import { unlock } from './unlock.ts';

/** Every kind of change to what Authentication owns; a new one is one file and one line here. */
const accountChangeKinds: readonly AccountChangeKind[] = [unlock, secondFactorReset, smartcardPinReset];

/** The kind of that name; an unknown name is a fault of the calling part, never of a person. */
export function accountChangeKind(name: string): AccountChangeKind {
  const kind = accountChangeKinds.find((each) => each.kind === name);
  if (kind === undefined) throw new Fault('UNKNOWN_CHANGE_KIND', errorCodes.UNKNOWN_CHANGE_KIND);
  return kind;
}
