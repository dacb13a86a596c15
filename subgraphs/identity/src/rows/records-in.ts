import { appendAudit, outbox, type Transaction } from '@countersign/platform';
import type { Records } from '../changes/records.ts';
import type { Catalogue } from '../groups/catalogue.ts';
import type { PermissionMatrix } from '../permission-matrix/matrix.ts';
import { auditEntryOf } from './audit-entry-of.ts';
import { readCalendarOverrides } from './calendar-row.ts';
import type { CatalogueCache } from './catalogue-cache.ts';
import { editProfile } from './edit-profile.ts';
import { findProfile } from './find-profile.ts';
import { createGuarded, takenUserIds } from './insert-profiles.ts';
import { houseRecordsIn } from './house-records-in.ts';
import { findParticipants } from './participant-row.ts';
import { readHouse, readPhase } from './phase-row.ts';
import { administratorsOf, heldByAnother, profilesAtMailbox, sharesMailbox } from './profile-neighbours.ts';
import { readAhead } from './read-ahead.ts';
import { buryProfile, disableAtOnce } from './retire-profile.ts';

/** What the records of an instance rest on beside its tables. */
export interface RecordsGround {
  readonly matrix: PermissionMatrix;
  readonly catalogues: CatalogueCache;
}

/** What changes read and write, on this unit of work's tables. */
export function recordsIn(tx: Transaction, { matrix, catalogues }: RecordsGround): Records {
  const records: Records = {
    ahead: (wanted) => readAhead(tx, { records, catalogues }, wanted),
    profile: async (uuid) => (await findProfile(tx, { uuid }))?.profile ?? null,
    profileNamed: async (userId) => (await findProfile(tx, { userId }))?.profile ?? null,
    phase: () => readPhase(tx),
    async catalogue(): Promise<Catalogue> {
      return catalogues.at(tx, (await readHouse(tx)).catalogueStamp);
    },
    permits: (question) => matrix.permits(question),
    calendarOverrides: (around) => readCalendarOverrides(tx, around),
    corporateDomains: async (participant) => (await findParticipants(tx, [participant]))[0]?.emailDomains ?? [],
    sharesMailbox: (profile, email) => sharesMailbox(tx, profile, email),
    participant: async (code) => (await findParticipants(tx, [code]))[0] ?? null,
    isUserIdTaken: async (profile) => (await takenUserIds(tx, [profile])).size > 0,
    heldByAnother: (profile, group) => heldByAnother(tx, profile, group),
    administrators: (participant) => administratorsOf(tx, participant),
    atMailbox: (profile) => profilesAtMailbox(tx, profile),
    create: (profile, at) => createGuarded(tx, profile, at),
    edit: (profile, edit, at) => editProfile(tx, profile, edit, at),
    bury: (profile, at) => buryProfile(tx, profile, at),
    disableAtOnce: (profile, at) => disableAtOnce(tx, profile, at),
    house: houseRecordsIn(tx),
    audit: (entry) => appendAudit(tx, auditEntryOf(entry)),
    announce: (type, at, body) => outbox.enqueue(tx, { type, at, body }),
  };
  return records;
}
