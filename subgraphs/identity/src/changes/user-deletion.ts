import { accepted, type Judged, refused, type Refusal } from '../refusal.ts';
import { formFields } from '../user-profile/form-fields.ts';
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
import { deletionWarnings } from './deletion-warnings.ts';
import { announceProfile } from './profile-events.ts';
import { profileGone } from './profile-gone.ts';
import { findProfileTarget } from './profile-target.ts';
import { typedReason, withReason } from './typed-reason.ts';

const never = refused(
  'FIELD_NOT_EDITABLE',
  'Delegated administrators are deleted by the clearing house. Use form DA 3.',
  { field: 'userId' },
).refusal;

function permitted({ target, ...question }: KindQuestion): Refusal | null {
  if (target.profile === null) return profileGone.refusal;
  return forbiddenByCells(question, { type: target.profile.type, actions: ['DELETE'], never, glass: true });
}

async function propose(request: ProposalRequest): Promise<Judged<ProposedEffect>> {
  const aimed = await aimAtProfile(request, { fields: ['reason'], versionRequired: true });
  if (!aimed.ok) return aimed;
  const { profile, about, fields } = aimed.value;
  const forbidden = permitted({ ...request, target: about, payload: null }) ?? misaimed(aimed.value, request.maker);
  if (forbidden !== null) return { ok: false, refusal: forbidden };
  const reason = typedReason(fields['reason']);
  if (!reason.ok) return reason;
  return accepted({
    target: about,
    before: formFields(profile, request.phase),
    after: { status: 'DELETED', ...withReason(reason.value) },
    payload: { reason: reason.value },
    warnings: await deletionWarnings(request.records, profile, request.now),
    summary: `Deletion of user profile ${profile.userId}`,
  });
}

async function apply({ records, target, payload, phase, now }: Application): Promise<Judged<AppliedEffect>> {
  const { profile } = target;
  if (profile === null) return profileGone;
  const reason = typedReason((payload as { readonly reason?: unknown } | null)?.reason);
  if (!reason.ok) return reason;
  if (!(await records.bury(profile, now))) return profileGone;
  await announceProfile(records, now, profile, {
    events: { 'identity.profile-deleted': { email: profile.email } },
  });
  return accepted({ before: formFields(profile, phase), after: { status: 'DELETED', ...withReason(reason.value) } });
}

/** Deletes a profile: a tombstone stays, its ID may be given again in the same participant only (W8, domain 3.2.8). */
export const userDeletion: ChangeKind = {
  kind: 'USER_DELETION',
  successMessage: 'The above user profile is deleted successfully',
  needsForm: true,
  propose,
  find: findProfileTarget,
  permitted,
  apply,
};
