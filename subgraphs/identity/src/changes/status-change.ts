import { accepted, type Judged, refused, type Refusal } from '../refusal.ts';
import type { ProfileStatus, UserProfile } from '../user-profile/user-profile.ts';
import { hongKongDate } from '../function-hours/hong-kong-date.ts';
import { aimAtProfile, misaimed } from './aim-at-profile.ts';
import { forbiddenByCells } from './cells.ts';
import type {
  AppliedEffect,
  Application,
  ChangeKind,
  KindQuestion,
  ProposalRequest,
  ProposedEffect,
} from './change-kind.ts';
import { leftWithout } from './left-without.ts';
import { announceProfile } from './profile-events.ts';
import { profileGone } from './profile-gone.ts';
import { findProfileTarget } from './profile-target.ts';
import { typedReason, withReason } from './typed-reason.ts';

/** What is wanted of a profile: the other status, and why. */
interface NewStatus {
  readonly status: ProfileStatus;
  readonly reason: string | null;
}

const never = refused(
  'FIELD_NOT_EDITABLE',
  'Delegated administrators are enabled and disabled by the clearing house. Use form DA 3.',
  { field: 'userId' },
).refusal;

function permitted({ target, ...question }: KindQuestion): Refusal | null {
  if (target.profile === null) return profileGone.refusal;
  const { type } = target.profile;
  return forbiddenByCells(question, { type, actions: ['CHANGE_STATUS'], never, glass: true });
}

function readStatus(typed: unknown, profile: UserProfile): Judged<NewStatus> {
  const { status, reason: why } = (typed ?? {}) as { readonly status?: unknown; readonly reason?: unknown };
  if (status !== 'ENABLED' && status !== 'DISABLED')
    return refused('INVALID_OPTION', 'Choose ENABLED or DISABLED.', { field: 'status' });
  const reason = typedReason(why);
  if (!reason.ok) return reason;
  return profile.status === status
    ? refused('NO_CHANGE', `The profile is ${status} already.`, { field: 'status' })
    : accepted({ status, reason: reason.value });
}

/** Enabling does not move the dates: whoever is past them stays out all the same. */
function outOfDate({ disableAfter }: UserProfile, status: ProfileStatus, now: Date): readonly string[] {
  return status === 'ENABLED' && disableAfter !== null && disableAfter < hongKongDate(now)
    ? [`The last day of use was ${disableAfter}: the profile stays unusable until that is changed too.`]
    : [];
}

async function propose(request: ProposalRequest): Promise<Judged<ProposedEffect>> {
  const aimed = await aimAtProfile(request, { fields: ['status', 'reason'], versionRequired: true });
  if (!aimed.ok) return aimed;
  const { profile, about, fields } = aimed.value;
  const forbidden = permitted({ ...request, target: about, payload: null }) ?? misaimed(aimed.value, request.maker);
  if (forbidden !== null) return { ok: false, refusal: forbidden };
  const wanted = readStatus(fields, profile);
  if (!wanted.ok) return wanted;
  const { status, reason } = wanted.value;
  const { records, now } = request;
  return accepted({
    target: about,
    before: { status: profile.status },
    after: { status, ...withReason(reason) },
    payload: { status, reason },
    warnings: [
      ...outOfDate(profile, status, now),
      ...(await leftWithout(records, { before: profile, after: { ...profile, status }, now })),
    ],
    summary: `${status === 'ENABLED' ? 'Enabling' : 'Disabling'} of user profile ${profile.userId}`,
  });
}

async function apply({ records, target, payload, now }: Application): Promise<Judged<AppliedEffect>> {
  const { profile } = target;
  if (profile === null) return profileGone;
  const wanted = readStatus(payload, profile);
  if (!wanted.ok) return wanted;
  const { status, reason } = wanted.value;
  if (!(await records.edit(profile, { status }, now))) return profileGone;
  await announceProfile(records, now, profile, { events: { 'identity.status-changed': { status, reason } } });
  return accepted({ before: { status: profile.status }, after: { status, ...withReason(reason) } });
}

/** Enables or disables a profile; whoever is disabled is out with the next request (W8, SE3). */
export const statusChange: ChangeKind = {
  kind: 'STATUS_CHANGE',
  successMessage: 'The above user profile is changed successfully',
  needsForm: true,
  propose,
  find: findProfileTarget,
  permitted,
  apply,
};
