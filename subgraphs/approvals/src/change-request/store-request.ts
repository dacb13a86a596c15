import type { SessionPrincipal } from '@countersign/platform';
import type { Parts } from '../ports/parts.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { announceChange } from './announce-change.ts';
import { auditBy } from './audit-of.ts';
import type { ChangeRequest, Hold } from './change-request.ts';
import { expire } from './expire.ts';
import { hongKongTime } from './hong-kong-time.ts';
import type { Outcome } from './outcome.ts';
import { isOpen } from './transitions.ts';

const ACTION = 'change.submitted';
/** A lapsed request in the way is ended and the place tried again; others may be faster, but not for ever. */
const MOST_TRIES = 3;

function alreadyOpen(request: ChangeRequest, other: ChangeRequest | null): Refusal {
  if (other === null) return refuse('REQUEST_ALREADY_OPEN', { field: 'userId' });
  const since = hongKongTime(other.submittedAt);
  const message = `${other.maker.userId} has had a request open on ${request.subject} since ${since}. Decide or cancel that one first.`;
  return refuse('REQUEST_ALREADY_OPEN', { message, field: 'userId' });
}

async function firstInTheWay(unit: UnitOfWork, holds: readonly Hold[]): Promise<ChangeRequest | null> {
  const held = await unit.requests.heldTargets(holds.map(({ key }) => key));
  const [holder] = held.values();
  return holder === undefined ? null : unit.requests.find(holder);
}

/** Frees the place of a request that lapsed, or that ended in a release that did not know of places. */
export async function isCleared(unit: UnitOfWork, other: ChangeRequest, at: Date): Promise<boolean> {
  if (isOpen(other.state)) return expire(unit, other, at);
  await unit.requests.releaseTargets(other.id);
  return true;
}

/** Stores the request with its audit row, unless one of its targets already has a request that is open (A2). */
export function storeRequest(
  parts: Parts,
  session: SessionPrincipal,
  request: ChangeRequest,
  holds: readonly Hold[],
): Promise<Outcome> {
  const at = request.submittedAt;
  return parts.store.change(async (unit) => {
    let other: ChangeRequest | null = null;
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      if (await unit.requests.add(request, holds)) {
        await unit.audit(auditBy(session, request, { at, action: ACTION, outcome: 'SUCCESS' }));
        await announceChange(unit, request, at);
        return { request };
      }
      other = await firstInTheWay(unit, holds);
      if (other !== null && !(await isCleared(unit, other, at))) break;
    }
    await unit.audit(
      auditBy(session, request, { at, action: ACTION, outcome: 'REFUSED', code: 'REQUEST_ALREADY_OPEN' }),
    );
    return { refusal: alreadyOpen(request, other) };
  });
}
