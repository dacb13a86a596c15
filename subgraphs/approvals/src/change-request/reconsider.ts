import { revokeCode } from '../authorisation-code/revoke-code.ts';
import type { Parts } from '../ports/parts.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { auditBySystem } from './audit-of.ts';
import type { ChangeRequest } from './change-request.ts';
import { mayDecide } from './may-decide.ts';

async function cancelBecause(
  unit: UnitOfWork,
  request: ChangeRequest,
  why: { at: Date; code: string; message: string },
): Promise<void> {
  const { at, code, message } = why;
  const decision = { by: null, at, method: null };
  if (!(await unit.requests.move(request.id, 'SUBMITTED', { to: 'CANCELLED', decision, ending: { code, message } })))
    return;
  await unit.audit(auditBySystem(request, { at, action: 'change.cancelled', outcome: 'SUCCESS', code }));
}

/**
 * After a profile changed: a checker who may decide no longer loses the code, a maker who may not work loses the open
 * requests, and a deleted profile is no target any more (W3, W8, section 8). Decisions check all of this themselves.
 */
export async function reconsider(
  parts: Parts,
  person: { readonly uuid: string; readonly userId: string },
): Promise<void> {
  const at = parts.clock.now();
  const standing = await parts.people.byUuid(person.uuid);
  await parts.store.change(async (unit) => {
    if (standing === null || !mayDecide(standing)) await revokeCode(unit, person, { at, reason: 'NOT_A_CHECKER' });
    if (standing?.usable !== true) {
      const message = `Cancelled because its maker, ${person.userId}, may no longer work.`;
      for (const request of await unit.requests.openMadeBy(person.uuid)) {
        await cancelBecause(unit, request, { at, code: 'MAKER_NOT_USABLE', message });
      }
    }
    const onThem = standing === null ? await unit.requests.openOn(person.uuid) : null;
    const message = `Cancelled because the profile ${person.userId} was deleted.`;
    if (onThem !== null) await cancelBecause(unit, onThem, { at, code: 'TARGET_DELETED', message });
  });
}
