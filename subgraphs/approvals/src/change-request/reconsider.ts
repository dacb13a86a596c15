import { revokeCode } from '../authorisation-code/revoke-code.ts';
import type { Parts } from '../ports/parts.ts';
import type { Standing } from '../ports/people.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { auditBySystem } from './audit-of.ts';
import type { ChangeRequest } from './change-request.ts';
import { mayDecide } from './may-decide.ts';
import { moveRequest } from './move-request.ts';

/** How many requests one unit of work ends. */
const BATCH = 50;

interface Person {
  readonly uuid: string;
  readonly userId: string;
}

interface Why {
  readonly at: Date;
  readonly code: string;
  readonly message: string;
}

async function cancelBecause(unit: UnitOfWork, request: ChangeRequest, { at, code, message }: Why): Promise<void> {
  if (request.state !== 'SUBMITTED') return;
  const decision = { by: null, at, method: null };
  const entry = auditBySystem(request, { at, action: 'change.cancelled', outcome: 'SUCCESS', code });
  await moveRequest(unit, request, { to: 'CANCELLED', decision, ending: { code, message }, at, entry });
}

/** A maker who may not work loses the open requests, a bounded number at a time. */
async function cancelRequestsOf(parts: Parts, { uuid, userId }: Person, at: Date): Promise<void> {
  const message = `Cancelled because its maker, ${userId}, may no longer work.`;
  const why = { at, code: 'MAKER_NOT_USABLE', message };
  let ended: number;
  do {
    ended = await parts.store.change(async (unit) => {
      const open = await unit.requests.openMadeBy(uuid, BATCH);
      for (const request of open) await cancelBecause(unit, request, why);
      return open.length;
    });
  } while (ended === BATCH);
}

/** A profile that is gone is no target any more; of a bulk request it is one row, which its owner will refuse. */
async function letGoOf(unit: UnitOfWork, person: Person, standing: Standing | null, at: Date): Promise<void> {
  const { uuid, userId } = person;
  const onGone = standing === null ? await unit.requests.openOn(uuid) : null;
  const onFormer = standing === null ? [] : await unit.requests.openOnFormer(userId, uuid);
  const message = `Cancelled because the profile ${userId} was deleted.`;
  for (const request of onGone === null ? onFormer : [onGone]) {
    if (request.target.userId === userId) await cancelBecause(unit, request, { at, code: 'TARGET_DELETED', message });
    else await unit.requests.releaseTargets(request.id, [uuid]);
  }
}

/**
 * After a profile changed: a checker who may decide no longer loses the code, a maker who may not work loses the open
 * requests, and a deleted profile is no target any more: whoever gets its user ID again inherits nothing (W3, W8, domain
 * 3.2, section 8). Decisions check all of this themselves.
 */
export async function reconsider(parts: Parts, person: Person): Promise<void> {
  const at = parts.clock.now();
  const standing = await parts.people.byUuid(person.uuid);
  await parts.store.change(async (unit) => {
    if (standing === null || !mayDecide(standing)) await revokeCode(unit, person, { at, reason: 'NOT_A_CHECKER' });
    await letGoOf(unit, person, standing, at);
  });
  if (standing?.usable !== true) await cancelRequestsOf(parts, person, at);
}
