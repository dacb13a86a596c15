import { appendAudit, outbox, query, type Transaction } from '@countersign/platform';
import type { ChangeAudit, Records } from '../changes/records.ts';
import type { PermissionMatrix } from '../permission-matrix/matrix.ts';
import { mailboxKey } from '../user-profile/registered-email.ts';
import { readCalendarOverrides } from './calendar-row.ts';
import { editProfile } from './edit-profile.ts';
import { findProfile } from './find-profile.ts';
import { findParticipants } from './participant-row.ts';
import { readPhase } from './phase-row.ts';

/** What the records of an instance rest on beside its tables. */
export interface RecordsGround {
  readonly matrix: PermissionMatrix;
}

/** What changes read and write, on this unit of work's tables. */
export function recordsIn(tx: Transaction, { matrix }: RecordsGround): Records {
  return {
    profile: async (uuid) => (await findProfile(tx, { uuid }))?.profile ?? null,
    profileNamed: async (userId) => (await findProfile(tx, { userId }))?.profile ?? null,
    phase: () => readPhase(tx),
    permits: (question) => matrix.permits(question),
    calendarOverrides: (around) => readCalendarOverrides(tx, around),
    corporateDomains: async (participant) => (await findParticipants(tx, [participant]))[0]?.emailDomains ?? [],
    async sharesMailbox(profile, email) {
      const rows = await query(
        tx,
        'SELECT 1 AS found FROM user_profile WHERE mailbox_key = ? AND live_user_id IS NOT NULL AND participant = ? AND uuid <> ? LIMIT 1',
        [mailboxKey(email), profile.participant, profile.uuid],
      );
      return rows.length > 0;
    },
    edit: (profile, edit, at) => editProfile(tx, profile, edit, at),
    audit: (entry) => writeAudit(tx, entry),
    announce: (type, at, body) => outbox.enqueue(tx, { type, at, body }),
  };
}

async function writeAudit(tx: Transaction, entry: ChangeAudit): Promise<void> {
  const { maker, checker, target, targetTyped, ...facts } = entry;
  await appendAudit(tx, {
    ...facts,
    actor: maker?.userId ?? 'unknown',
    participant: (maker ?? target)?.participant ?? null,
    ...(maker ? { actorUuid: maker.uuid } : {}),
    ...(targetTyped === undefined ? {} : { target: targetTyped }),
    ...(target ? { target: target.subject, targetUuid: target.uuid } : {}),
    // The audit has one actor; the second person of the pair stands beside what they agreed to.
    ...(checker ? { after: { ...(entry.after as object | undefined), checkedBy: checker.userId } } : {}),
  });
}
