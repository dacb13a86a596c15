import { kindOfGroup } from '../groups/kind-of-group.ts';
import { looksAlike } from './look-alike.ts';
import type { UserProfile } from './user-profile.ts';

/** A user profile that looks like the administrator's own second ID. */
export interface MergeCandidate {
  readonly profile: UserProfile;
  /** Business groups that the administrator's ID lacks and the deletion would lose. */
  readonly lacking: readonly string[];
}

/** What stands between two IDs of one person and one (W22). */
export interface MergeAdvice {
  readonly candidates: readonly MergeCandidate[];
  readonly nextStep: string;
}

const quoted = (codes: readonly string[]): string => codes.join(', ');

function nextStep(administrator: UserProfile, candidates: readonly MergeCandidate[], open: boolean): string {
  const [first] = candidates;
  if (first === undefined) return `No user profile looks like the same person as ${administrator.userId}.`;
  const { userId } = first.profile;
  if (!open)
    return `${administrator.userId} cannot hold business groups in the migration phase in force. Keep ${userId} until END.`;
  return first.lacking.length > 0
    ? `Give ${administrator.userId} ${quoted(first.lacking)}, then delete ${userId}.`
    : `${administrator.userId} has all groups of ${userId}: delete ${userId}. Nothing is deleted by itself.`;
}

/** Compares an administrator with the profiles at the same mailbox; `open` says whether he may be given business groups now (W22). */
export function mergeAdvice(
  administrator: UserProfile,
  neighbours: readonly UserProfile[],
  open: boolean,
): MergeAdvice {
  const candidates = neighbours
    .filter((each) => each.type === 'USER' && looksAlike(administrator, each))
    .map((profile) => ({
      profile,
      lacking: profile.groups.filter(
        (code) => kindOfGroup(code) === 'BUSINESS' && !administrator.groups.includes(code),
      ),
    }));
  return { candidates, nextStep: nextStep(administrator, candidates, open) };
}
