import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import type { ProfileType } from '../user-profile/user-profile.ts';
import type { EServiceFormKind, EServiceRequestType } from './eservice-form.ts';

/** What a field of a form holds. */
export type DetailKind = 'USER_ID' | 'TEXT' | 'DATE' | 'GROUPS' | 'QUANTITY';

/** One request type: on which form, when, about whom, and the change it becomes. */
export interface EServiceRequestRule {
  readonly form: EServiceFormKind;
  readonly phases: readonly MigrationPhase[];
  /** Whose profile it is about; null for one still to be created or for none. */
  readonly about: Extract<ProfileType, 'DA' | 'USER'> | null;
  /** The kind of change request it becomes; null for what is delivered by hand. */
  readonly kind: string | null;
  readonly required: Readonly<Record<string, DetailKind>>;
  readonly optional: Readonly<Record<string, DetailKind>>;
}

const always: readonly MigrationPhase[] = ['PRE_PARALLEL', 'PARALLEL', 'END'];
const names = { otherNames: 'TEXT', email: 'TEXT', enableFrom: 'DATE', disableAfter: 'DATE' } as const;
const user = { userId: 'USER_ID' } as const;
const why = { reason: 'TEXT' } as const;
const purchase: EServiceRequestRule = {
  form: 'SCARD1',
  phases: ['PRE_PARALLEL'],
  about: null,
  kind: null,
  required: { quantity: 'QUANTITY' },
  optional: { deliverTo: 'TEXT' },
};

/** Every request type (W19, W20; phases of the matrix, domain 2). */
export const eServiceRequests: Readonly<Record<EServiceRequestType, EServiceRequestRule>> = {
  NEW_DA: {
    form: 'DA3',
    phases: always,
    about: null,
    kind: 'USER_CREATION',
    required: { ...user, surname: 'TEXT', groups: 'GROUPS' },
    optional: { ...names, clearingHouseOptions: 'TEXT', srn: 'TEXT', certificateExpiry: 'DATE' },
  },
  CHANGE_DA: {
    form: 'DA3',
    phases: always,
    about: 'DA',
    kind: 'PROFILE_CHANGE',
    required: user,
    optional: { surname: 'TEXT', ...names },
  },
  DELETE_DA: { form: 'DA3', phases: always, about: 'DA', kind: 'USER_DELETION', required: user, optional: why },
  UNLOCK_DA: { form: 'DA3', phases: always, about: 'DA', kind: 'UNLOCK', required: user, optional: why },
  RESET_SECOND_FACTOR_DA: {
    form: 'DA3',
    phases: always,
    about: 'DA',
    kind: 'SECOND_FACTOR_RESET',
    required: user,
    optional: why,
  },
  ADD_BUSINESS_GROUPS_TO_DA: {
    form: 'DA3',
    phases: ['END'],
    about: 'DA',
    kind: 'GROUP_ASSIGNMENT',
    required: { ...user, groups: 'GROUPS' },
    optional: {},
  },
  ADD_DA_GROUPS_TO_USER: {
    form: 'DA3',
    phases: ['END'],
    about: 'USER',
    kind: 'GROUP_ASSIGNMENT',
    required: { ...user, groups: 'GROUPS' },
    optional: {},
  },
  RESET_DA_PIN: {
    form: 'SCARD1',
    phases: ['PRE_PARALLEL', 'PARALLEL'],
    about: 'DA',
    kind: 'SMARTCARD_PIN_RESET',
    required: user,
    optional: why,
  },
  CARD_PURCHASE: purchase,
  READER_PURCHASE: purchase,
};
