import { chosenGroups } from '../groups/chosen-groups.ts';
import { kindOfGroup } from '../groups/kind-of-group.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import { newUserId } from '../user-id/new-user-id.ts';
import { participantCode } from '../user-id/participant-code.ts';
import { readNewProfile } from '../user-profile/new-profile-form.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import type { Records } from './records.ts';
import type { WantedProfile } from './wanted-profile.ts';

/** The profile that this would be in this phase, or the first reason why it cannot be one (W6, W18, domain 3.2). */
export async function newProfile(
  records: Pick<Records, 'participant' | 'catalogue' | 'house'>,
  wanted: WantedProfile,
  phase: MigrationPhase,
): Promise<Judged<UserProfile>> {
  const participant = await records.participant(participantCode(wanted.participant) ?? '');
  if (participant === null)
    return refused('PARTICIPANT_UNKNOWN', 'There is no such clearing participant.', { field: 'participant' });
  const { code, clearingHouse } = participant;
  const { type, uuid } = wanted;
  // Only SEOCH's administrators have IDs in two orders (C1).
  const ordered = type === 'DA' && clearingHouse === 'SEOCH';
  const seochDaIdOrder = ordered ? (await records.house.policies(null)).seochDaIdOrder : 'BOTH';
  const named = newUserId({ typed: wanted.userId, type, participant: code, clearingHouse, seochDaIdOrder });
  if (!named.ok) return refused(named.code, named.message, { field: 'userId' });
  const groups = chosenGroups(wanted.groups, await records.catalogue());
  if (!groups.ok) return groups;
  if (type === 'DA' && !groups.value.some((each) => kindOfGroup(each) === 'DA'))
    return refused('GROUP_NOT_ASSIGNABLE', 'A delegated administrator holds DA_MAKER or DA_CHECKER.', {
      field: 'groups',
    });
  const form = formOf(wanted, phase);
  if (!form.ok) return form;
  return accepted({
    ...form.value,
    uuid,
    userId: named.userId,
    type,
    participant: code,
    clearingHouse,
    status: 'ENABLED',
    groups: groups.value,
    smartcardAllowed: phase === 'PRE_PARALLEL',
    createdInPhase: phase,
    version: 1,
    securityVersion: 1,
    deletedAt: null,
  });
}

function formOf({ type, form }: WantedProfile, phase: MigrationPhase): ReturnType<typeof readNewProfile> {
  const read = readNewProfile(form, phase);
  if (read.ok && type === 'DA' && read.value.settlementAgentName !== null)
    return refused('INVALID_INPUT', "A settlement agent's staff are users, never administrators.", {
      field: 'settlementAgentName',
    });
  return read;
}
