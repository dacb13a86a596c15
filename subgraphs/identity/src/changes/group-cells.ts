import { kindOfGroup } from '../groups/kind-of-group.ts';
import { type Refusal, refused } from '../refusal.ts';
import type { ProfileType } from '../user-profile/user-profile.ts';
import { forbiddenByCells } from './cells.ts';
import type { KindQuestion } from './change-kind.ts';

/** Groups that a change would give to a profile of this type, or take from it. */
export interface GroupMove {
  readonly type: ProfileType;
  readonly codes: readonly string[];
  /** True where the clearing house may break the glass for business groups (A3). */
  readonly glass: boolean;
}

const notAssignable = (message: string): Refusal =>
  refused('GROUP_NOT_ASSIGNABLE', message, { field: 'groups' }).refusal;

/** Business groups are a row of the matrix for either type; an administrator's own groups are part of his maintenance (Table 1, W9). */
function actionFor(code: string, type: ProfileType) {
  if (kindOfGroup(code) === 'BUSINESS') return 'ADD_BUSINESS_GROUPS' as const;
  return type === 'DA' ? ('MAINTAIN' as const) : ('ADD_DA_GROUPS' as const);
}

/** What forbids giving or taking these groups, or null; both directions obey the same cells (W9). */
export function groupsForbidden(
  question: Pick<KindQuestion, 'records' | 'side' | 'phase' | 'grounds'>,
  { type, codes, glass }: GroupMove,
): Refusal | null {
  for (const code of codes) {
    const kind = kindOfGroup(code);
    if (kind === 'HKEX') return notAssignable(`${code} is for the clearing house's own staff.`);
    const business = kind === 'BUSINESS';
    const forbidden = forbiddenByCells(question, {
      type,
      actions: [actionFor(code, type)],
      never: notAssignable(
        business
          ? `${code} cannot be given to or taken from this kind of profile by a delegated administrator.`
          : `${code} is given and taken by the clearing house only. Use form DA 3, and leave it here as it is.`,
      ),
      glass: glass && business,
    });
    if (forbidden !== null) return { ...forbidden, field: 'groups' };
  }
  return null;
}

/** The codes that are in one list but not in the other. */
export function movedGroups(before: readonly string[], after: readonly string[]): readonly string[] {
  return [...after.filter((code) => !before.includes(code)), ...before.filter((code) => !after.includes(code))];
}
