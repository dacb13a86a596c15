import { announceChange } from '../change-request/announce-change.ts';
import { type ChangeRequest, type Decision, type Party } from '../change-request/change-request.ts';
import { isUnaltered } from '../change-request/digest.ts';
import type { BulkOrder } from '../ports/bulk.ts';
import type { Parts } from '../ports/parts.ts';
import type { Move } from '../ports/unit-of-work.ts';
import { refuse } from '../refusal.ts';
import { type BulkCounts, type ChangingRow, hasChange, noRows } from './bulk-row.ts';
import { areUnaltered } from './describe-rows.ts';

/** Lines in one unit of work of the owner: few round trips, and progress that is seen. */
const CHUNK = 100;
/** Whoever is not heard of for this long is taken to be gone, and another goes on (M9). */
const LEASE_MS = 10_000;
/** Lines that nobody answered for are sent again, but not at once. */
const AGAIN_AFTER_MS = 5_000;
/** A Confirm answers after this long at most; the rest is applied by the relay, turn by turn. */
const SLICE_MS = 3_000;

type Agreed = ChangeRequest & { readonly decision: Decision & { readonly by: Party } };

function orderOf({ id, maker, decision }: Agreed, rows: readonly ChangingRow[]): BulkOrder {
  return {
    requestId: id,
    makerUuid: maker.uuid,
    checkerUuid: decision.by.uuid,
    decidedAt: decision.at,
    rows: rows.map(({ line, change: { kind, target, payload, version } }) => ({
      line,
      kind,
      targetUuid: target.uuid,
      payload,
      version,
    })),
  };
}

/** Has some lines applied and writes down what became of them; false when somebody ended the request meanwhile. */
async function applySome(parts: Parts, request: Agreed, rows: readonly ChangingRow[]): Promise<boolean> {
  const settled = await parts.bulkOwner.applyRows(orderOf(request, rows));
  const at = parts.clock.now();
  return parts.store.change(async (unit) => {
    if (!(await unit.bulk.holdApplying(request.id, new Date(at.getTime() + LEASE_MS)))) return false;
    await unit.bulk.settle(request.id, settled, at);
    await announceChange(unit, request, at);
    return true;
  });
}

function resultOf({ applied, struck, refused, invalid }: BulkCounts): string {
  const others = [
    [refused, 'refused'],
    [struck, 'struck by the checker'],
    [invalid, 'left out because of errors'],
  ] as const;
  const rest = others.filter(([count]) => count > 0).map(([count, what]) => `, ${count} ${what}`);
  return `${applied} ${applied === 1 ? 'user profile is' : 'user profiles are'} changed successfully${rest.join('')}.`;
}

async function countsOf(parts: Parts, id: string): Promise<BulkCounts> {
  const counts = await parts.store.read((unit) => unit.bulk.counts([id]));
  return counts.get(id) ?? noRows;
}

/**
 * Applies the lines that are still pending, chunk by chunk, for a while. Answers how the request ends once none is left,
 * else null: the relay goes on, with the same lines, and each is applied once however often it is sent (W24, M9).
 */
export async function applyBulk(parts: Parts, request: Agreed): Promise<Move | null> {
  const rows = await parts.store.read((unit) => unit.bulk.all(request.id));
  if (!isUnaltered(request) || !areUnaltered(request.after, rows)) {
    const { code, message } = refuse('DIGEST_MISMATCH');
    return { to: 'STALE', ending: { code, message } };
  }
  const pending = rows.filter(hasChange).filter(({ state }) => state === 'PENDING');
  const began = performance.now();
  let sent = 0;
  while (sent < pending.length && performance.now() - began <= SLICE_MS) {
    if (!(await applySome(parts, request, pending.slice(sent, sent + CHUNK)))) return null;
    sent += CHUNK;
  }
  const counts = await countsOf(parts, request.id);
  if (counts.pending === 0) return { to: 'EXECUTED', ending: { code: 'BULK_RESULT', message: resultOf(counts) } };
  const wait = sent < pending.length ? 0 : AGAIN_AFTER_MS;
  const again = new Date(parts.clock.now().getTime() + wait);
  await parts.store.change((unit) => unit.bulk.holdApplying(request.id, again));
  return null;
}
