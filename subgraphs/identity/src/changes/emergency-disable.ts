import { accepted, type Judged, refused } from '../refusal.ts';
import { targetOf } from '../permission-matrix/matrix.ts';
import { type Onlooker, permittedTargets, phaseForbids } from '../permission-matrix/permitted-actions.ts';
import { isHouseStaff } from '../user-profile/standing.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import { profileInReach, userNotFound } from './aim-at-profile.ts';
import { announceProfile } from './profile-events.ts';
import type { Records } from './records.ts';
import { typedReason } from './typed-reason.ts';

/** Whom somebody wants out at once, and why. */
export interface Emergency {
  readonly userId: string;
  readonly reason: string;
  /** The session in which it was asked for, as the audit keeps it. */
  readonly session: { readonly sessionId: string; readonly sourceAddress: string };
}

/**
 * Disables a user by one administrator alone, at any hour and whatever request is open on him: that one is stale by its
 * version (W8, 2.2). Enabling again takes maker and checker. Every outcome is audited.
 */
export async function emergencyDisable(
  records: Records,
  actor: Onlooker,
  emergency: Emergency,
  now: Date,
): Promise<Judged<UserProfile>> {
  const maker = actor.standing.profile;
  const row = { at: now, action: 'profile.emergency-disable', maker, ...emergency.session };
  const judged = await disable(records, actor, emergency, now);
  if (!judged.ok) {
    const { code } = judged.refusal;
    await records.audit({ ...row, outcome: 'REFUSED', code, targetTyped: emergency.userId.slice(0, 32) });
    return judged;
  }
  const { profile, reason } = judged.value;
  const { uuid, userId: subject, participant } = profile;
  await records.audit({
    ...row,
    outcome: 'SUCCESS',
    target: { uuid, subject, participant },
    before: { status: 'ENABLED' },
    after: { status: 'DISABLED', reason },
  });
  await announceProfile(records, now, profile, {
    events: {
      'identity.status-changed': { status: 'DISABLED', reason },
      'identity.emergency-disabled': { by: maker.userId, byUuid: maker.uuid, reason },
    },
  });
  return accepted(profile);
}

const disabledAlready = refused('NO_CHANGE', 'The user is disabled already.', { field: 'userId' });

interface Disabled {
  readonly profile: UserProfile;
  readonly reason: string;
}

async function disable(records: Records, actor: Onlooker, emergency: Emergency, now: Date): Promise<Judged<Disabled>> {
  const judged = await judge(records, actor, emergency);
  if (!judged.ok) return judged;
  return (await records.disableAtOnce(judged.value.profile, now)) ? judged : disabledAlready;
}

async function judge(
  records: Records,
  actor: Onlooker,
  { userId, reason: typed }: Emergency,
): Promise<Judged<Disabled>> {
  const targets = permittedTargets(actor, 'DISABLE_IN_EMERGENCY');
  if (targets.length === 0) {
    return phaseForbids(actor, 'DISABLE_IN_EMERGENCY')
      ? refused('PHASE_FORBIDS', 'In the migration phase in force an emergency disable is not open to you.')
      : refused('NOT_PERMITTED', 'An emergency disable needs the DA Maker or DA Checker group and access level EE.');
  }
  const maker = actor.standing.profile;
  const side = isHouseStaff(actor.standing, 'HKEX_OPERATOR') ? 'HKEX' : 'DA';
  const profile = await profileInReach({ records, maker, side }, userId);
  if (profile === null) return userNotFound;
  if (!targets.includes(targetOf(profile.type)))
    return refused(
      'FIELD_NOT_EDITABLE',
      'Delegated administrators are disabled by the clearing house. Use form DA 3.',
      {
        field: 'userId',
      },
    );
  if (profile.uuid === maker.uuid)
    return refused('MAKER_IS_TARGET', 'Nobody changes his own profile. Ask another administrator.', {
      field: 'userId',
    });
  const reason = typedReason(typed);
  if (!reason.ok) return reason;
  if (reason.value === null)
    return refused('INVALID_INPUT', 'Say in a few words why, for those who enable the user again.', {
      field: 'reason',
    });
  return profile.status === 'DISABLED' ? disabledAlready : accepted({ profile, reason: reason.value });
}
