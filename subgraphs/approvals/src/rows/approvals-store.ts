import { type Database, type OutgoingEvent, type Transaction, appendAudit, outbox } from '@countersign/platform';
import type { Store, UnitOfWork } from '../ports/unit-of-work.ts';
import { authorisationCodes } from './authorisation-codes.ts';
import { bulkRows } from './bulk-rows.ts';
import { changeRequests } from './change-requests.ts';
import { makerSessions } from './maker-sessions.ts';
import { phaseReviews } from './phase-reviews.ts';

function unitOf(tx: Transaction, engine: Database['engine'], leave: (event: OutgoingEvent) => void): UnitOfWork {
  return {
    requests: changeRequests(tx, engine),
    bulk: bulkRows(tx),
    codes: authorisationCodes(tx),
    makerSessions: makerSessions(tx),
    phaseReviews: phaseReviews(tx),
    audit: (entry) => appendAudit(tx, entry),
    announce: async (event) => leave(event),
  };
}

/** Everything approvals stores, over its own database. `committed` is called after a unit that left events behind. */
export function approvalsStore(database: Database, committed: () => void): Store {
  return {
    async change(work) {
      let hasEvents = false;
      const outcome = await database.transaction(async (tx) => {
        const events: OutgoingEvent[] = [];
        const done = await work(unitOf(tx, database.engine, (event) => events.push(event)));
        // Together, in one statement, and still in the transaction that they tell of.
        await outbox.enqueueAll(tx, events);
        hasEvents = events.length > 0;
        return done;
      });
      if (hasEvents) committed();
      return outcome;
    },
    read: (work) => database.read((tx) => work(unitOf(tx, database.engine, () => undefined))),
  };
}
