import { migrationPhases } from '../migration-phase/migration-phase.ts';
import { type Target, targetOf } from '../permission-matrix/matrix.ts';
import { type Refusal, refused } from '../refusal.ts';
import type { ChangeTarget, KindQuestion } from './change-kind.ts';

/** The maker's hand and the checker's, each with the code of a refusal that no phase explains. */
const codes = {
  SUBMIT_CHANGE: 'MAKER_NOT_PERMITTED',
  AUTHORISE_CHANGE: 'AUTHORISATION_FAILED',
} as const;

/** The row of the matrix that a change is about; one still to be created carries its type in the payload. */
function rowOf({ profile, participant }: ChangeTarget, payload: unknown): Target {
  if (profile !== null) return targetOf(profile.type);
  if (participant === null) return 'HOUSE';
  return (payload as { readonly type?: unknown } | null)?.type === 'DA' ? 'DA' : 'USER';
}

/** Submitting and authorising are rows of the matrix too, beside the row of the change itself (2.2). */
export function handForbidden(
  action: keyof typeof codes,
  { records, side, phase, target, payload }: Omit<KindQuestion, 'grounds'>,
): Refusal | null {
  const question = { side, action, target: rowOf(target, payload) };
  if (records.permits({ ...question, phase })) return null;
  const otherPhase = migrationPhases.some((each) => records.permits({ ...question, phase: each }));
  return otherPhase
    ? refused('PHASE_FORBIDS', 'In the migration phase in force this change cannot be made by you.').refusal
    : refused(codes[action], 'The right to make or to authorise this change was withdrawn.').refusal;
}
