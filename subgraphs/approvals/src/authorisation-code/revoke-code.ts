import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** Revokes a checker's code until they renew it themselves, with a notice to them; nothing when it is revoked already (W2). */
export async function revokeCode(
  unit: UnitOfWork,
  checker: { readonly uuid: string; readonly userId: string },
  why: { readonly at: Date; readonly reason: string },
): Promise<void> {
  if (!(await unit.codes.revoke(checker.uuid, why.at))) return;
  await unit.audit({
    at: why.at,
    action: 'authorisation-code.revoked',
    outcome: 'SUCCESS',
    actor: 'service:approvals',
    target: checker.userId,
    targetUuid: checker.uuid,
    code: why.reason,
  });
  await unit.announce({
    type: 'approvals.code-revoked',
    at: why.at,
    body: { checkerUuid: checker.uuid, checkerUserId: checker.userId },
  });
}
