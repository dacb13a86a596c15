import { type DomainEvent, type Transaction, handledOnce } from '@countersign/platform';
import { destroyAccount } from '../changes/destroy-account.ts';
import type { Parts } from '../parts.ts';
import { endCutOffSessions } from '../session/end-cut-off-sessions.ts';
import { addNotices } from './add-notice.ts';
import { approvalsLetters } from './approvals-letters.ts';
import { identityLetters } from './identity-letters.ts';
import { type Letter, type Scribe, toldBy } from './letter.ts';
import { writeLetters } from './write-letters.ts';

const scribes: ReadonlyMap<string, Scribe> = new Map(Object.entries({ ...identityLetters, ...approvalsLetters }));
const deleted = 'identity.profile-deleted';
const phaseChanged = 'identity.phase-changed';

/** Turns events of the other parts into notices, and a deletion into the end of the account: each once however often it arrives (design 7). */
export function onEvent(parts: Parts): (event: DomainEvent) => Promise<void> {
  const write = writeLetters(parts.database);
  return async (event) => {
    // Judged by the phase in force, so that an event which arrives late or twice ends nothing that may live.
    if (event.type === phaseChanged) await endCutOffSessions(parts, await parts.people.phase());
    const letters = await lettersFor(parts, event);
    const ends = event.type === deleted ? toldBy(event).text('profileUuid') : '';
    if (letters.length === 0 && ends === '') return;
    const at = parts.clock.now();
    const notices = letters.map(({ to, text }) => ({ to, ...text, at }));
    if (ends === '') await write({ eventId: event.id, notices });
    else
      await parts.database.transaction(async (tx: Transaction) => {
        if (!(await handledOnce(tx, 'authentication', event.id))) return;
        await destroyAccount(parts, tx, { profileUuid: ends, userId: toldBy(event).text('userId') });
        await addNotices(tx, notices);
      });
    parts.pokeNotices();
  };
}

async function lettersFor(parts: Parts, event: DomainEvent): Promise<readonly Letter[]> {
  return scribes.get(event.type)?.(parts, toldBy(event)) ?? [];
}
