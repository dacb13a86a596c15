import type { Action } from '../permission-matrix/matrix.ts';
import { accepted, type Judged, refused, type Refusal } from '../refusal.ts';
import { differences, type ProfileEdit, readProfileEdit } from '../user-profile/profile-edit.ts';
import { endsSessions } from '../user-profile/profile-rewrite.ts';
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
import { mailboxWarnings } from './mailbox-warnings.ts';
import { announceProfile } from './profile-events.ts';
import { profileGone } from './profile-gone.ts';
import { findProfileTarget } from './profile-target.ts';

const never = refused(
  'FIELD_NOT_EDITABLE',
  'Profiles of delegated administrators are maintained by the clearing house. Use form DA 3.',
  { field: 'userId' },
).refusal;

/** Email and the rest of the form are separate rows of the matrix; whatever is set asks its own (A1). */
function actionsOf(payload: unknown): readonly Action[] {
  const set = (payload as { readonly set?: unknown } | null)?.set;
  const fields = typeof set === 'object' && set !== null ? Object.keys(set) : [];
  const email = fields.includes('email');
  const others = fields.some((field) => field !== 'email');
  if (email === others) return ['REGISTER_EMAIL', 'MAINTAIN'];
  return email ? ['REGISTER_EMAIL'] : ['MAINTAIN'];
}

function permitted({ target, payload, ...question }: KindQuestion): Refusal | null {
  if (target.profile === null) return profileGone.refusal;
  return forbiddenByCells(question, {
    type: target.profile.type,
    actions: actionsOf(payload),
    never,
    glass: true,
  });
}

async function propose(request: ProposalRequest): Promise<Judged<ProposedEffect>> {
  const aimed = await aimAtProfile(request, { fields: ['set'], versionRequired: true });
  if (!aimed.ok) return aimed;
  const { profile, about, fields } = aimed.value;
  // An administrator's own profile is first of all an administrator's: another maker could not change it either (W1).
  const forbidden = permitted({ ...request, target: about, payload: fields }) ?? misaimed(aimed.value, request.maker);
  if (forbidden !== null) return { ok: false, refusal: forbidden };
  const difference = differenceOf(profile, fields['set']);
  if (!difference.ok) return difference;
  const { before, after } = difference.value;
  return accepted({
    target: about,
    before,
    after,
    payload: { set: after },
    warnings: await mailboxWarnings(request.records, { ...profile, ...after }, after.email),
    summary: `Change of user profile ${profile.userId}: ${Object.keys(after).join(', ')}`,
  });
}

function differenceOf(
  profile: Parameters<typeof differences>[0],
  set: unknown,
): Judged<{ readonly before: ProfileEdit; readonly after: ProfileEdit }> {
  const edit = readProfileEdit(set);
  return edit.ok ? differences(profile, edit.value) : edit;
}

async function apply({ records, target, payload, now }: Application): Promise<Judged<AppliedEffect>> {
  const { profile } = target;
  if (profile === null) return profileGone;
  const difference = differenceOf(profile, (payload as { readonly set?: unknown } | null)?.set);
  if (!difference.ok) return difference;
  const { before, after } = difference.value;
  if (!(await records.edit(profile, after, now))) return profileGone;
  const { email } = after;
  await announceProfile(records, now, profile, {
    events: email === undefined ? {} : { 'identity.email-changed': { oldEmail: profile.email, newEmail: email } },
    // What ends no session takes no right either; the dates of use do both.
    sameRights: !endsSessions(after),
  });
  return accepted({ before, after });
}

/** Change User Profile: email, names, dates, house options and settlement agent of one profile (W1). */
export const profileChange: ChangeKind = {
  kind: 'PROFILE_CHANGE',
  successMessage: 'The above user profile is changed successfully',
  needsForm: true,
  propose,
  find: findProfileTarget,
  permitted,
  apply,
};
