import { accepted, type Judged, type Refusal, refused } from '../refusal.ts';
import { canonicalUserId } from '../user-id/canonical-user-id.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import type { ChangeTarget, ProposalRequest } from './change-kind.ts';
import { profileTarget } from './profile-target.ts';

/** Whose profile a maker means, on which version, and the fields of this kind that came with it. */
export interface Aim {
  readonly profile: UserProfile;
  readonly about: ChangeTarget;
  readonly version: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The fields a kind knows beside user ID and version, and whether the version must be named. */
export interface AimRule {
  readonly fields: readonly string[];
  readonly versionRequired: boolean;
}

/** The one answer for whoever is not there, belongs to another participant, or to the house (W1, domain 8). */
export const userNotFound = refused(
  'USER_NOT_FOUND',
  'There is no such user in your participant. Check the user ID in the User Profile Listing.',
  { field: 'userId' },
);

const unreadable = (message: string, field?: string) =>
  refused('INVALID_INPUT', message, field === undefined ? {} : { field });

/** Another participant's profile and the house's own look non-existent to administrators: one look-up either way (M10). */
export async function profileInReach(
  { records, maker, side }: Pick<ProposalRequest, 'records' | 'maker' | 'side'>,
  typed: string,
): Promise<UserProfile | null> {
  const found = await records.profileNamed(canonicalUserId(typed) ?? '');
  return found !== null && (side === 'HKEX' || found.participant === maker.participant) ? found : null;
}

/** Reads untrusted input into whom it is about; an unknown field refuses the whole. */
export async function aimAtProfile(request: ProposalRequest, rule: AimRule): Promise<Judged<Aim>> {
  const { userId, version = null, ...fields } = request.input;
  const stranger = Object.keys(fields).find((field) => !rule.fields.includes(field));
  if (stranger !== undefined) return unreadable(`This change has no field "${stranger.slice(0, 40)}".`);
  if (typeof userId !== 'string') return unreadable('Name the user ID.', 'userId');
  const versionGood = Number.isSafeInteger(version) || (version === null && !rule.versionRequired);
  if (!versionGood) return unreadable('Name the version of the profile that was shown.', 'version');
  const profile = await profileInReach(request, userId);
  if (profile === null) return userNotFound;
  return accepted({
    profile,
    about: profileTarget(profile),
    version: (version as number | null) ?? profile.version,
    fields,
  });
}

/** What speaks against the aim once the cells permit it: one's own profile, or one changed since it was shown. */
export function misaimed({ profile, version }: Aim, maker: UserProfile): Refusal | null {
  if (profile.uuid === maker.uuid)
    return refused('MAKER_IS_TARGET', 'Nobody changes his own profile. Ask another maker.', { field: 'userId' })
      .refusal;
  return outdated({ profile, version });
}

/** Refuses a version that is no longer the stored one, and names the one that is (A2). */
export function outdated({ profile, version }: Pick<Aim, 'profile' | 'version'>): Refusal | null {
  if (profile.version === version) return null;
  return refused('PROFILE_STALE', 'The user profile was changed meanwhile. Open it again and repeat the change.', {
    field: 'version',
    details: { version: profile.version },
  }).refusal;
}
