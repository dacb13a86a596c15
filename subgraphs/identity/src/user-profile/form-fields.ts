import type { UserProfile } from './user-profile.ts';

const shown = [
  'userId',
  'type',
  'participant',
  'status',
  'surname',
  'otherNames',
  'email',
  'groups',
  'enableFrom',
  'disableAfter',
  'clearingHouseOptions',
  'settlementAgentName',
  'srn',
  'certificateExpiry',
  'smartcardAllowed',
] as const satisfies readonly (keyof UserProfile)[];

/** A whole profile as maker and checker read it: every field that has a value, in the order of the form (domain 3.3). */
export function formFields(profile: UserProfile): Readonly<Record<string, unknown>> {
  const filled = shown.filter((field) => profile[field] !== null && profile[field] !== '');
  return Object.fromEntries(filled.map((field) => [field, profile[field]]));
}
