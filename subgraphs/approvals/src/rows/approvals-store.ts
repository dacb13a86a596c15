import { type Database, type Transaction, appendAudit, outbox } from '@countersign/platform';
import type { Store, UnitOfWork } from '../ports/unit-of-work.ts';
import { authorisationCodes } from './authorisation-codes.ts';
import { changeRequests } from './change-requests.ts';
import { makerSessions } from './maker-sessions.ts';

function unitOf(tx: Transaction, announced: () => void): UnitOfWork {
  return {
    requests: changeRequests(tx),
    codes: authorisationCodes(tx),
    makerSessions: makerSessions(tx),
    audit: (entry) => appendAudit(tx, entry),
    async announce(event) {
      await outbox.enqueue(tx, event);
      announced();
    },
  };
}

/** Everything approvals stores, over its own database. `committed` is called after a unit that left events behind. */
export function approvalsStore(database: Database, committed: () => void): Store {
  return {
    async change(work) {
      let hasEvents = false;
      const outcome = await database.transaction((tx) => work(unitOf(tx, () => (hasEvents = true))));
      if (hasEvents) committed();
      return outcome;
    },
    read: (work) => database.read((tx) => work(unitOf(tx, () => undefined))),
  };
}
