import type { ProfileEdit } from './profile-edit.ts';
import type { UserProfile } from './user-profile.ts';

/** New values of a profile as a decided change writes them: its form, its status, its groups. */
export type ProfileRewrite = ProfileEdit & Partial<Pick<UserProfile, 'status' | 'groups'>>;

const ending = [
  'email',
  'enableFrom',
  'disableAfter',
  'status',
  'groups',
] as const satisfies readonly (keyof ProfileRewrite)[];

/** True when sessions opened before must not outlive it: the mailbox is a factor; dates, status and groups decide use (S3, SE3). */
export function endsSessions(rewrite: ProfileRewrite): boolean {
  return ending.some((field) => rewrite[field] !== undefined);
}
