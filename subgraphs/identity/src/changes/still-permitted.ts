import type { Decision } from '@countersign/change-owner';
import { type Refusal, refused } from '../refusal.ts';
import { standingOf } from '../user-profile/standing.ts';
import { changeKind } from './change-kinds.ts';
import { handForbidden } from './hand-forbidden.ts';
import { groundsOf } from './house-grounds.ts';
import { makerSide } from './pair-side.ts';
import type { Records } from './records.ts';

/**
 * Whether the phase in force and the matrix still let the maker's side make this change, whoever would check it. Asked of
 * every open request after a phase began; a decision judges all the rest as well (section 8).
 */
export async function stillPermitted(
  records: Records,
  change: Pick<Decision, 'kind' | 'makerUuid' | 'targetUuid' | 'payload'>,
  now: Date,
): Promise<Refusal | null> {
  const kind = changeKind(change.kind);
  const maker = await records.profile(change.makerUuid);
  const side = maker === null ? null : makerSide(standingOf(maker, now, await records.catalogue()));
  if (side === null)
    return refused('MAKER_NOT_PERMITTED', 'The maker no longer has the right to make this change.').refusal;
  const { payload } = change;
  const target = await kind.find(records, change.targetUuid, payload);
  if (target === null)
    return refused('PROFILE_STALE', 'The user profile was changed meanwhile. Open it again and repeat the change.')
      .refusal;
  const question = { records, side, phase: await records.phase(), target, payload };
  return (
    kind.permitted({ ...question, grounds: groundsOf(payload) }) ??
    handForbidden('SUBMIT_CHANGE', question) ??
    handForbidden('AUTHORISE_CHANGE', question)
  );
}
