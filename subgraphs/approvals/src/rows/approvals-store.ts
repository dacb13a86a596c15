import {
  type AuditEntry,
  type Database,
  type OutgoingEvent,
  type Transaction,
  appendAuditAll,
  outbox,
} from '@countersign/platform';
import type { Store, UnitOfWork } from '../ports/unit-of-work.ts';
import { authorisationCodes } from './authorisation-codes.ts';
import { bulkRows } from './bulk-rows.ts';
import { changeRequests } from './change-requests.ts';
import { makerSessions } from './maker-sessions.ts';
import { phaseReviews } from './phase-reviews.ts';
import { sharedUnits } from './shared-units.ts';

/** What a unit leaves behind beside its rows. */
interface Left {
  readonly entries: AuditEntry[];
  readonly events: OutgoingEvent[];
}

function unitOf(tx: Transaction, engine: Database['engine'], left: Left): UnitOfWork {
  return {
    requests: changeRequests(tx, engine),
    bulk: bulkRows(tx),
    codes: authorisationCodes(tx),
    makerSessions: makerSessions(tx),
    phaseReviews: phaseReviews(tx),
    audit: async (entry) => void left.entries.push(entry),
    announce: async (event) => void left.events.push(event),
  };
}

const nothingLeft = (): Left => ({ entries: [], events: [] });

/** Everything approvals stores, over its own database. `committed` is called after a unit that left events behind. */
export function approvalsStore(database: Database, committed: () => void): Store {
  const units: Pick<Store, 'change' | 'read'> = {
    async change(work) {
      let hasEvents = false;
      const outcome = await database.transaction(async (tx) => {
        const left = nothingLeft();
        const done = await work(unitOf(tx, database.engine, left));
        // Together, a statement for each table, and still in the transaction that they tell of.
        await appendAuditAll(tx, left.entries);
        await outbox.enqueueAll(tx, left.events);
        hasEvents = left.events.length > 0;
        return done;
      });
      if (hasEvents) committed();
      return outcome;
    },
    read: (work) => database.read((tx) => work(unitOf(tx, database.engine, nothingLeft()))),
  };
  return { ...units, ...sharedUnits(units) };
}
