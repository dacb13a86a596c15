import type { Phase } from '@countersign/authenticator-kit';
import type { Parts } from '../parts.ts';
import { isCutOff, isEverCutOff, type LoginMethod } from '../route-book.ts';
import { refuse, refuseWith } from './refuse.ts';
import type { FlowRefused } from './step.ts';

/** Told to everybody at the END, and before it to a card whose holder may not use it any more (W10). */
export const useTwoFactors =
  'Smartcards are not accepted for this sign-in. Use 2FA: your password and a one-time code.';

/** The refusal of a method that the phase does not have: the same for everybody (W10, O8). */
export function notOffered(method: LoginMethod, phase: Phase): FlowRefused {
  if (method === 'SMARTCARD' && phase === 'END') return refuseWith('SMARTCARD_NOT_ALLOWED', useTwoFactors);
  return refuse('METHOD_NOT_OFFERED');
}

/** The refusal of an authenticator in a flow that began when it was offered: who holds a card at the END is told what to use (W10). */
export async function noLongerOffered({ people }: Pick<Parts, 'people'>, authenticator: string): Promise<FlowRefused> {
  if (!isEverCutOff(authenticator)) return refuse('METHOD_NOT_OFFERED');
  const isOver = isCutOff(authenticator, await people.phase());
  return isOver ? refuseWith('SMARTCARD_NOT_ALLOWED', useTwoFactors) : refuse('METHOD_NOT_OFFERED');
}
