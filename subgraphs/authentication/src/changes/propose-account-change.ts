import type { Judged, Proposal } from '@countersign/change-owner';
import { accepted, refusing } from '@countersign/change-owner';
import { type ErrorCode, errorCodes } from '../error-codes.ts';
import type { Parts } from '../parts.ts';
import { accountChangeKind } from './account-change-kinds.ts';
import { withSeen } from './seen-account.ts';

/** What somebody wants to change. */
export interface AccountProposal {
  readonly kind: string;
  readonly actorUuid: string;
  readonly input: unknown;
}

const refused = refusing<ErrorCode>();

/** Rights, hours, phase and target first, as Identity sees them; only then is the account looked at, so nobody learns of one that is not his (M10). */
export async function proposeAccountChange(parts: Parts, wish: AccountProposal): Promise<Judged<Proposal>> {
  const kind = accountChangeKind(wish.kind);
  const judged = await parts.judge.propose(kind.kind, wish.actorUuid, wish.input);
  if (!judged.ok) return judged;
  const proposal = judged.value;
  const target = await parts.people.byUuid(proposal.targetUuid);
  if (target === null) return refused('PROFILE_STALE', errorCodes.PROFILE_STALE);
  const found = await kind.look(parts, target, parts.clock.now());
  if (!found.ok) return found;
  const { before, after, seen, warnings } = found.value;
  return accepted({
    ...proposal,
    before: { ...(proposal.before as object | null), ...before },
    after: { ...(proposal.after as object | null), ...after },
    payload: withSeen(proposal.payload, seen),
    warnings: [...proposal.warnings, ...warnings],
  });
}
