import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Parts } from '../ports/parts.ts';
import { auditBySystem } from './audit-of.ts';
import { type ChangeRequest, hasExpired } from './change-request.ts';
import { moveRequest } from './move-request.ts';

const BATCH = 100;

/** Ends a lapsed request, once; false when it had not lapsed or somebody decided it first (W2, M2). */
export async function expire(unit: UnitOfWork, request: ChangeRequest, at: Date): Promise<boolean> {
  if (!hasExpired(request, at)) return false;
  const decision = { by: null, at: request.expiresAt, method: null };
  const entry = auditBySystem(request, { at, action: 'change.expired', outcome: 'SUCCESS' });
  return (await moveRequest(unit, request, { to: 'EXPIRED', decision, at, entry })) !== null;
}

/** Ends what has lapsed. Readers and deciders judge the time themselves, so nothing waits for this. */
export async function sweepExpired(parts: Parts): Promise<number> {
  const at = parts.clock.now();
  const lapsed = await parts.store.read((unit) => unit.requests.lapsed(at, BATCH));
  let ended = 0;
  for (const request of lapsed) {
    if (await parts.store.change((unit) => expire(unit, request, at))) ended += 1;
  }
  return ended;
}
