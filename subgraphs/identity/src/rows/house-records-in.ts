import type { Transaction } from '@countersign/platform';
import type { HouseRecords } from '../changes/house-records.ts';
import { readCalendarOverride, writeCalendarOverride } from './calendar-row.ts';
import { findEServiceForm } from './eservice-form-row.ts';
import { groupHolders } from './group-holders.ts';
import { insertGroup, readCatalogue, updateGroup } from './group-row.ts';
import { policiesFor, readPolicy, writePolicy } from './policy-row.ts';
import { findServiceAccount, writeServiceAccount } from './service-account-row.ts';
import { readWaiver, writeWaiver } from './waiver-row.ts';

/** What changes of the house read and write, on this unit of work's tables. */
export function houseRecordsIn(tx: Transaction): HouseRecords {
  return {
    async group(code) {
      // Past the cache: what is about to be changed is read where it is changed.
      const stored = (await readCatalogue(tx)).find(code);
      return { stored, version: stored?.version ?? 0 };
    },
    groupHolders: (code) => groupHolders(tx, code),
    writeGroup: (group, version) => (version === 0 ? insertGroup(tx, group) : updateGroup(tx, { ...group, version })),
    override: (date) => readCalendarOverride(tx, date),
    writeOverride: (date, change) => writeCalendarOverride(tx, date, change),
    policy: (key, participant) => readPolicy(tx, key, participant),
    writePolicy: (policy, change) => writePolicy(tx, policy, change),
    policies: (participant) => policiesFor(tx, participant),
    waiver: (participant) => readWaiver(tx, participant),
    writeWaiver: (participant, change) => writeWaiver(tx, participant, change),
    formState: async (reference) => (await findEServiceForm(tx, 'reference', reference))?.state ?? null,
    async serviceAccount(name) {
      const stored = await findServiceAccount(tx, { name });
      return { stored, version: stored?.version ?? 0 };
    },
    writeServiceAccount: (account, change) => writeServiceAccount(tx, account, change),
  };
}
