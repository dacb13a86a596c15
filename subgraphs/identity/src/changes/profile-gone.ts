import { refused } from '../refusal.ts';

/** Another change came first: a decided change of this profile is stale (A2, M6). */
export const profileGone = refused('PROFILE_STALE', 'The user profile was changed or deleted meanwhile.');
