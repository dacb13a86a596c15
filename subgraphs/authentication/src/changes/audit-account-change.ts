import type { DecidedChange } from '@countersign/change-owner';
import { type Transaction, appendAudit } from '@countersign/platform';
import type { Standing } from '../people.ts';
import type { Facts } from './account-change-kind.ts';
import type { ChangePeople } from './change-people.ts';
import { breakGlassReasonIn, seenIn } from './seen-account.ts';

/** One row for one decided change, applied or refused, as Identity writes it for its own (D1). */
export async function auditAccountChange(
  tx: Transaction,
  facts: {
    readonly change: DecidedChange;
    readonly people: ChangePeople;
    readonly now: Date;
    /** Null when it was applied. */
    readonly code: string | null;
  },
): Promise<void> {
  const { change, people, now, code } = facts;
  const { maker, checker, target } = people;
  await appendAudit(tx, {
    at: now,
    action: breakGlassReasonIn(change.payload) === null ? 'change.apply' : 'change.break-glass',
    outcome: code === null ? 'SUCCESS' : 'REFUSED',
    actor: nameOf(maker),
    actorUuid: change.makerUuid,
    participant: (target ?? maker)?.participant ?? null,
    target: nameOf(target),
    targetUuid: change.targetUuid,
    requestId: change.requestId,
    ...(code === null ? {} : { code }),
    before: seenIn(change.payload),
    after: { kind: change.kind, checkedBy: nameOf(checker), ...groundsIn(change.payload) },
  });
}

function nameOf(person: Standing | null): string {
  return person?.userId ?? 'unknown';
}

function groundsIn(payload: unknown): Facts {
  const grounds = (payload as Facts | null)?.['grounds'];
  return grounds === undefined || grounds === null ? {} : { grounds };
}
