import type { Enrolment, FlowView, NumericCode, Ports, Subject } from '@countersign/authenticator-kit';
import { findSheet, storeSheet } from './list-table.ts';
import { hashOf } from './verify-code.ts';

const CODES = 20;

/** What waits in the flow until it is confirmed. */
interface PendingSheet {
  readonly sheetId: string;
  readonly hashes: readonly string[];
  /** The sheet that stood when this began. If another was made since, this one is void. */
  readonly replaces: string | null;
}

/** Shows a new sheet once. It becomes the person's only one with its first right code, and nothing before that does. */
export function createEnrolment({ tables, secrets }: Pick<Ports, 'tables' | 'secrets'>): Enrolment<NumericCode> {
  return {
    async begin(flow, subject) {
      const standing = await tables.read((tx) => findSheet(tx, subject.profileUuid));
      const sheetId = Buffer.from(secrets.randomBytes(16)).toString('hex');
      const codes = Array.from({ length: CODES }, () => secrets.randomDigits(6));
      const hashes = codes.map((code, next) => hashOf(secrets, { sheetId, next }, code));
      const pending: PendingSheet = { sheetId, hashes, replaces: standing?.sheetId ?? null };
      return { view: { codes }, state: secrets.seal(Buffer.from(JSON.stringify(pending)), contextOf(flow, subject)) };
    },

    async confirm(flow, subject, state, { code }) {
      const pending = openState(secrets, state, contextOf(flow, subject));
      if (pending === null) return { outcome: 'rejected', reason: 'SUBJECT_MISMATCH' };
      const first = hashOf(secrets, { sheetId: pending.sheetId, next: 0 }, code);
      if (!secrets.equal(first, pending.hashes[0] ?? '')) return { outcome: 'rejected', reason: 'WRONG' };
      const { profileUuid } = subject;
      // The confirming code is crossed off by the row that stores the sheet, so it cannot be used again to log in.
      const sheet = { ...pending, next: 1 };
      return { outcome: 'accepted', profileUuid, consume: (tx) => storeSheet(tx, profileUuid, sheet) };
    },
  };
}

/** Sealing binds the state to its flow and person: under another context it does not open. */
function contextOf(flow: FlowView, subject: Subject): string {
  return `paper-list-enrolment|${flow.id}|${subject.profileUuid}`;
}

function openState(secrets: Ports['secrets'], state: string, context: string): PendingSheet | null {
  try {
    return JSON.parse(Buffer.from(secrets.open(state, context)).toString()) as PendingSheet;
  } catch {
    // Of another flow or person, or altered: that is a refusal and no fault.
    return null;
  }
}
