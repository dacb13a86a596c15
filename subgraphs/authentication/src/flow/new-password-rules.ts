import { Fault } from '@countersign/platform';
import type { ChoiceOutcome, ChosenSecret, MemorisedRules, Subject } from '@countersign/authenticator-kit';
import { errorCodes } from '../error-codes.ts';
import type { GuardedAuthenticator } from '../install/guard.ts';
import { ownTables } from '../install/own-tables.ts';
import type { Parts } from '../parts.ts';

const unavailable = () =>
  new Fault('AUTHENTICATOR_UNAVAILABLE', errorCodes.AUTHENTICATOR_UNAVAILABLE, { detail: 'memorised' });

/** What a new password must be, told before it is chosen (P1). */
export function newPasswordRules(parts: Pick<Parts, 'authenticators'>): MemorisedRules {
  const rules = memorised(parts).raw.memorised?.rules;
  if (rules === undefined) throw unavailable();
  return rules;
}

/** Judges and hashes a new password, holding no database connection; nothing changes before the outcome is consumed. */
export function choosePassword(
  parts: Pick<Parts, 'authenticators'>,
  subject: Subject,
  chosen: ChosenSecret,
): Promise<ChoiceOutcome> {
  const { manifest, run } = memorised(parts);
  return run(async (raw) => {
    if (raw.memorised === undefined) throw unavailable();
    const choice = await raw.memorised.choose(subject, [], chosen);
    if (choice.outcome === 'refused') return choice;
    return { outcome: 'accepted', consume: async (tx) => (await choice.consume(ownTables(manifest, tx))) === true };
  });
}

/** The one running authenticator whose secret people choose themselves. */
function memorised(parts: Pick<Parts, 'authenticators'>): GuardedAuthenticator {
  const found = parts.authenticators.running().find(({ raw }) => raw.memorised !== undefined);
  if (found === undefined) throw unavailable();
  return found;
}
