import { kindOfGroup } from '../groups/kind-of-group.ts';
import { accepted, type Judged, type Refusal, refused } from '../refusal.ts';
import { canonicalUserId } from '../user-id/canonical-user-id.ts';
import { formFields } from '../user-profile/form-fields.ts';
import { forbiddenByCells } from './cells.ts';
import type {
  AppliedEffect,
  Application,
  ChangeKind,
  ChangeTarget,
  KindQuestion,
  ProposalRequest,
  ProposedEffect,
} from './change-kind.ts';
import { creationWarnings } from './creation-warnings.ts';
import { groupsForbidden } from './group-cells.ts';
import { newProfile } from './new-profile.ts';
import { announceProfile } from './profile-events.ts';
import type { Records } from './records.ts';
import { payloadOf, readWanted, type WantedProfile, wantedIn } from './wanted-profile.ts';

const never = refused(
  'FIELD_NOT_EDITABLE',
  'Delegated administrators are created by the clearing house. Use form DA 3.',
  { field: 'type' },
).refusal;

const taken = (userId: string) =>
  refused('USER_ID_TAKEN', `The user ID ${userId} is in use. Choose another.`, { field: 'userId' });

/** Creating is one cell; groups that do not come with the type ask their own (W6, W9). */
function permitted({ payload, ...question }: KindQuestion): Refusal | null {
  const { type: typed, groups } = (payload ?? {}) as { readonly type?: unknown; readonly groups?: unknown };
  const type = typed === 'DA' ? 'DA' : 'USER';
  const forbidden = forbiddenByCells(question, { type, actions: ['CREATE'], never, glass: false });
  if (forbidden !== null) return forbidden;
  const codes = (Array.isArray(groups) ? groups : []).filter((code) => typeof code === 'string');
  const beside = codes.filter((code) => (kindOfGroup(code) === 'BUSINESS') === (type === 'DA') || isHouse(code));
  return groupsForbidden(question, { type, codes: beside, glass: false });
}

const isHouse = (code: string): boolean => kindOfGroup(code) === 'HKEX';

function targetOf({ uuid, userId, participant }: Pick<WantedProfile, 'uuid' | 'userId' | 'participant'>): ChangeTarget {
  return { uuid, subject: userId, userId, participant, version: 0, profile: null };
}

async function propose(request: ProposalRequest): Promise<Judged<ProposedEffect>> {
  const wanted = readWanted(request);
  if (!wanted.ok) return wanted;
  const { records, phase } = request;
  const asked = (payload: Pick<WantedProfile, 'type' | 'groups'>) =>
    permitted({ ...request, target: targetOf(wanted.value), payload });
  const forbidden = asked({ ...wanted.value, groups: [] });
  if (forbidden !== null) return { ok: false, refusal: forbidden };
  const made = await newProfile(records, wanted.value, phase);
  if (!made.ok) return made;
  const profile = made.value;
  const groupless = asked({ ...wanted.value, groups: profile.groups });
  if (groupless !== null) return { ok: false, refusal: groupless };
  if (await records.isUserIdTaken(profile)) return taken(profile.userId);
  const target = targetOf({ ...wanted.value, userId: profile.userId, participant: profile.participant ?? '' });
  return accepted({
    target,
    targetKey: `new:${profile.userId}`,
    before: {},
    after: formFields(profile, phase),
    payload: payloadOf(profile),
    warnings: await creationWarnings(records, profile, request.now),
    summary: `Creation of user profile ${profile.userId}`,
  });
}

/** There is nothing yet under the new uuid; once somebody else has the ID, the request is stale. */
async function find(records: Records, targetUuid: string, payload: unknown): Promise<ChangeTarget | null> {
  const wanted = wantedIn(payload);
  const userId = wanted === null ? null : canonicalUserId(wanted.userId);
  if (wanted === null || userId === null || wanted.uuid !== targetUuid) return null;
  const participant = await records.participant(wanted.participant);
  if (participant === null) return null;
  return (await records.isUserIdTaken({ userId, participant: participant.code })) ? null : targetOf(wanted);
}

async function apply({ records, payload, phase, now }: Application): Promise<Judged<AppliedEffect>> {
  const wanted = wantedIn(payload);
  if (wanted === null) return refused('INVALID_INPUT', 'The request does not say whom to create.');
  const made = await newProfile(records, wanted, phase);
  if (!made.ok) return made;
  const profile = made.value;
  const { smartcardAllowed } = payload as { readonly smartcardAllowed?: unknown };
  if (smartcardAllowed !== profile.smartcardAllowed)
    return refused('PROFILE_STALE', 'The migration phase moved on meanwhile. Submit the creation again.');
  if (!(await records.create(profile, now))) return taken(profile.userId);
  await announceProfile(records, now, profile, {
    events: { 'identity.profile-created': { email: profile.email, type: profile.type } },
  });
  return accepted({ before: {}, after: formFields(profile, phase) });
}

/** Creates a user by the participant's pair, before the parallel run by the clearing house; administrators always by the clearing house (W6, W18). */
export const userCreation: ChangeKind = {
  kind: 'USER_CREATION',
  successMessage: 'The above user profile is created successfully',
  needsForm: true,
  propose,
  find,
  permitted,
  apply,
};
