import { Fault } from '@countersign/platform';
import { bulkChange } from '../bulk/bulk-change.ts';
import { waiverChange } from '../clearing-participant/waiver-change.ts';
import { calendarChange } from '../function-hours/calendar-change.ts';
import { groupDefinition } from '../groups/group-definition.ts';
import { policyChange } from '../policy/policy-change.ts';
import { serviceAccountChange } from '../service-account/service-account-change.ts';
import type { ChangeKind } from './change-kind.ts';
import { groupAssignment } from './group-assignment.ts';
import { profileChange } from './profile-change.ts';
import { secondFactorReset } from './second-factor-reset.ts';
import { smartcardPinReset } from './smartcard-pin-reset.ts';
import { statusChange } from './status-change.ts';
import { unlock } from './unlock.ts';
import { userCreation } from './user-creation.ts';
import { userDeletion } from './user-deletion.ts';

/** Every kind of change to what Identity owns; a new one is one file and one line here. */
const changeKinds: readonly ChangeKind[] = [
  bulkChange,
  profileChange,
  userCreation,
  userDeletion,
  statusChange,
  groupAssignment,
  unlock,
  secondFactorReset,
  smartcardPinReset,
  calendarChange,
  groupDefinition,
  policyChange,
  waiverChange,
  serviceAccountChange,
];

/** The kind of that name; an unknown name is a fault of the calling part, never of a person. */
export function changeKind(name: string): ChangeKind {
  const kind = changeKinds.find((each) => each.kind === name);
  if (kind === undefined) throw new Fault('UNKNOWN_CHANGE_KIND', 'Identity knows no such kind of change.');
  return kind;
}
