import type { UserProfile } from '../user-profile/user-profile.ts';
import type { Records } from './records.ts';

/** What became of a profile; `sameRights` when it may do exactly what it might before. */
export interface ProfileNews {
  readonly events: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly sameRights?: boolean;
}

/** Tells the other parts what became of a profile, and in any case that it changed: open requests are judged again. */
export async function announceProfile(
  records: Records,
  now: Date,
  profile: Pick<UserProfile, 'uuid' | 'userId' | 'participant'>,
  { events, sameRights = false }: ProfileNews,
): Promise<void> {
  const { uuid: profileUuid, userId, participant } = profile;
  for (const [type, body] of Object.entries(events))
    await records.announce(type, now, { profileUuid, userId, participant, ...body });
  await records.announce('identity.profile-changed', now, {
    profileUuid,
    userId,
    ...(sameRights ? { sameRights } : {}),
  });
}
