import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
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

const ofTheCard: readonly string[] = ['srn', 'certificateExpiry'];

/** The fields that nobody is shown any more in this phase, also where they were stored before it: the smartcard's two from END (W21). */
export function hiddenFields(phase: MigrationPhase): readonly string[] {
  return phase === 'END' ? ofTheCard : [];
}

/**
 * A whole profile as maker and checker read it: every field that has a value, in the order of the form (domain 3.3);
 * from END without the smartcard's two (W21).
 */
export function formFields(profile: UserProfile, phase: MigrationPhase): Readonly<Record<string, unknown>> {
  const hidden = hiddenFields(phase);
  const onForm = shown.filter((field) => !hidden.includes(field));
  const filled = onForm.filter((field) => profile[field] !== null && profile[field] !== '');
  return Object.fromEntries(filled.map((field) => [field, profile[field]]));
}
