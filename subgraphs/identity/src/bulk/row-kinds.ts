import { Fault } from '@countersign/platform';
import type { ChangeKind } from '../changes/change-kind.ts';
import { profileChange } from '../changes/profile-change.ts';
import { statusChange } from '../changes/status-change.ts';
import { userCreation } from '../changes/user-creation.ts';
import { userDeletion } from '../changes/user-deletion.ts';

/** The kinds of change that a line can be. */
const kinds: readonly ChangeKind[] = [profileChange, userCreation, statusChange, userDeletion];

/** The kind of a line's change; another one never stands in a bulk request. */
export function rowKind(name: string): ChangeKind {
  const kind = kinds.find((each) => each.kind === name);
  if (kind === undefined) throw new Fault('UNKNOWN_CHANGE_KIND', 'A bulk change holds no such kind of change.');
  return kind;
}
