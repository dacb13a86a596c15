import type { ApiClient } from './api-client.ts';

/** What these tests read of a profile. */
export interface Profile {
  readonly userId: string;
  readonly type: string;
  readonly status: string;
  readonly surname: string;
  readonly otherNames: string;
  readonly email: string | null;
  readonly version: number;
  readonly lockedAt: string | null;
  readonly otpChannel: string | null;
  readonly emailVerifiedAt: string | null;
  readonly lastLoginAt: string | null;
  readonly lastLoginMethod: string | null;
}

const PROFILE =
  'userId type status surname otherNames email version lockedAt otpChannel emailVerifiedAt lastLoginAt lastLoginMethod';

/** Enquire (W4): the profile, or null when the reader may not know of it. */
export async function enquire(client: ApiClient, userId: string): Promise<Profile | null> {
  const answer = await client.send<{ userProfile?: Profile | null }>(
    `query($userId: ID!) { userProfile(userId: $userId) { ${PROFILE} } }`,
    { userId },
  );
  if (answer.errors.length > 0) throw new Error(`userProfile answered ${answer.text.slice(0, 600)}`);
  return answer.data.userProfile ?? null;
}

/** Who the session says it is, or null. */
export async function viewerId(client: ApiClient): Promise<string | null> {
  const answer = await client.send<{ viewer?: { readonly userId: string } | null }>('{ viewer { userId } }');
  return answer.data.viewer?.userId ?? null;
}

/** One's own profile, as everybody may see it at any hour. */
export async function ownProfile(session: ApiClient): Promise<Profile> {
  const answer = await session.send<{ viewer?: { readonly profile: Profile } | null }>(
    `{ viewer { profile { ${PROFILE} } } }`,
  );
  if (!answer.data.viewer) throw new Error(`viewer answered ${answer.text.slice(0, 600)}`);
  return answer.data.viewer.profile;
}
