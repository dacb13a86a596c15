import { chosenGroups } from '../groups/chosen-groups.ts';
import { kindOfGroup } from '../groups/kind-of-group.ts';
import { accepted, type Judged, refused, type Refusal } from '../refusal.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import { aimAtProfile, outdated } from './aim-at-profile.ts';
import type {
  AppliedEffect,
  Application,
  ChangeKind,
  ChangeTarget,
  KindQuestion,
  ProposalRequest,
  ProposedEffect,
} from './change-kind.ts';
import { groupsForbidden, movedGroups } from './group-cells.ts';
import { leftWithout } from './left-without.ts';
import { announceProfile } from './profile-events.ts';
import { profileGone } from './profile-gone.ts';
import { findProfileTarget } from './profile-target.ts';
import type { Records } from './records.ts';

/** The codes a payload or an input names; whatever is no list of codes was or will be refused elsewhere. */
function wantedOf(payload: unknown): readonly string[] {
  const { groups } = (payload ?? {}) as { readonly groups?: unknown };
  return Array.isArray(groups) ? groups.filter((code) => typeof code === 'string') : [];
}

function permitted({ target: { profile }, payload, ...question }: KindQuestion): Refusal | null {
  if (profile === null) return profileGone.refusal;
  const { type, groups } = profile;
  return groupsForbidden(question, { type, codes: movedGroups(groups, wantedOf(payload)), glass: true });
}

/** One's own profile is open for business groups only: nobody makes himself an administrator, or unmakes himself (W9). */
function ownProfileAllowed({ profile }: ChangeTarget, payload: unknown): boolean {
  const moved = profile === null ? [] : movedGroups(profile.groups, wantedOf(payload));
  return moved.every((code) => kindOfGroup(code) === 'BUSINESS');
}

async function readGroups(records: Records, profile: UserProfile, typed: unknown): Promise<Judged<readonly string[]>> {
  const groups = chosenGroups(typed, await records.catalogue(), profile.groups);
  if (!groups.ok) return groups;
  if (movedGroups(profile.groups, groups.value).length === 0)
    return refused('NO_CHANGE', 'The profile has exactly these groups already.', { field: 'groups' });
  if (profile.type === 'DA' && !groups.value.some((code) => kindOfGroup(code) === 'DA'))
    return refused(
      'GROUP_NOT_ASSIGNABLE',
      'A delegated administrator keeps DA_MAKER or DA_CHECKER. Delete the profile instead.',
      {
        field: 'groups',
      },
    );
  return groups;
}

async function propose(request: ProposalRequest): Promise<Judged<ProposedEffect>> {
  const aimed = await aimAtProfile(request, { fields: ['groups'], versionRequired: true });
  if (!aimed.ok) return aimed;
  const { profile, about, fields } = aimed.value;
  const { records, maker, now } = request;
  const groups = await readGroups(records, profile, fields['groups']);
  if (!groups.ok) return groups;
  const payload = { groups: groups.value };
  const own = profile.uuid === maker.uuid;
  const forbidden = permitted({ ...request, target: about, payload }) ?? outdated(aimed.value);
  if (forbidden !== null) return { ok: false, refusal: forbidden };
  if (own && !ownProfileAllowed(about, payload))
    return refused('MAKER_IS_TARGET', 'Of his own profile a maker changes business groups only.', { field: 'groups' });
  return accepted({
    target: about,
    before: { groups: profile.groups },
    after: payload,
    payload,
    warnings: [
      ...(own ? [`${maker.userId} is the maker of this change and the one whose groups change.`] : []),
      ...(await leftWithout(records, { before: profile, after: { ...profile, ...payload }, now })),
    ],
    summary: `Groups of user profile ${profile.userId}: ${describe(profile.groups, groups.value)}`,
  });
}

function describe(before: readonly string[], after: readonly string[]): string {
  const given = after.filter((code) => !before.includes(code)).map((code) => `+${code}`);
  const taken = before.filter((code) => !after.includes(code)).map((code) => `-${code}`);
  return [...given, ...taken].join(' ');
}

async function apply({ records, target, payload, now }: Application): Promise<Judged<AppliedEffect>> {
  const { profile } = target;
  if (profile === null) return profileGone;
  const groups = await readGroups(records, profile, (payload as { readonly groups?: unknown } | null)?.groups);
  if (!groups.ok) return groups;
  const after = { groups: groups.value };
  if (!(await records.edit(profile, after, now))) return profileGone;
  await announceProfile(records, now, profile, {
    events: {
      'identity.groups-changed': {
        given: after.groups.filter((code) => !profile.groups.includes(code)),
        taken: profile.groups.filter((code) => !after.groups.includes(code)),
      },
    },
  });
  return accepted({ before: { groups: profile.groups }, after });
}

/** Gives a profile exactly these groups; what is given and what is taken obey the same cells (W9). */
export const groupAssignment: ChangeKind = {
  kind: 'GROUP_ASSIGNMENT',
  successMessage: 'The above user profile is changed successfully',
  needsForm: true,
  allowsOwnProfile: ownProfileAllowed,
  propose,
  find: findProfileTarget,
  permitted,
  apply,
};
