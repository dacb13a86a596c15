import { accepted, type Judged, refused } from '../refusal.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import type { EServiceForm } from './eservice-form.ts';
import { eServiceRequests } from './request-types.ts';

/** A change request in the making: its kind and what its maker would have typed. */
export interface MeantChange {
  readonly kind: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The profile that a form is about, as far as it names one that is there and is of the right kind. */
export type FindAbout = (userId: string) => Promise<UserProfile | null>;

/** The profile that a form names; another participant's looks like none (M10). Null for a form about none. */
export async function aboutOf(
  { requestType, participant, details }: Pick<EServiceForm, 'requestType' | 'participant' | 'details'>,
  find: FindAbout,
): Promise<Judged<UserProfile | null>> {
  const { about } = eServiceRequests[requestType];
  if (about === null) return accepted(null);
  const profile = await find(String(details['userId']));
  if (profile !== null && profile.participant === participant && profile.type === about) return accepted(profile);
  const who = about === 'DA' ? 'delegated administrator' : 'user';
  return refused('USER_NOT_FOUND', `The participant has no such ${who}.`, { field: 'details.userId' });
}

/** What a form means as a change; it is judged like any other change of its kind, so nothing is decided here (W20). */
export async function formChange(form: EServiceForm, find: FindAbout): Promise<Judged<MeantChange>> {
  const { kind } = eServiceRequests[form.requestType];
  if (kind === null)
    return refused(
      'ESERVICE_BY_HAND',
      'Purchases are delivered by hand and then completed; there is nothing to submit.',
      {
        field: 'reference',
      },
    );
  const about = await aboutOf(form, find);
  if (!about.ok) return about;
  return accepted({ kind, input: inputOf(form, about.value) });
}

function inputOf({ requestType, participant, details }: EServiceForm, about: UserProfile | null): MeantChange['input'] {
  const { userId, groups, reason, ...fields } = details;
  if (about === null) return { userId, type: 'DA', participant, groups, ...fields };
  const aim = { userId, version: about.version };
  if (requestType === 'CHANGE_DA') return { ...aim, set: fields };
  if (Array.isArray(groups)) return { ...aim, groups: [...new Set([...about.groups, ...(groups as string[])])] };
  return reason === undefined ? aim : { ...aim, reason };
}
