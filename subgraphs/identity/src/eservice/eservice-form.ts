import type { EServiceState } from './transitions.ts';

/** The two forms of the eServices that concern access (W20, W19). */
export const eServiceFormKinds = ['DA3', 'SCARD1'] as const;
/** One of those. */
export type EServiceFormKind = (typeof eServiceFormKinds)[number];

/** What a form may ask for. */
export const eServiceRequestTypes = [
  'NEW_DA',
  'CHANGE_DA',
  'DELETE_DA',
  'UNLOCK_DA',
  'RESET_SECOND_FACTOR_DA',
  'ADD_BUSINESS_GROUPS_TO_DA',
  'ADD_DA_GROUPS_TO_USER',
  'RESET_DA_PIN',
  'CARD_PURCHASE',
  'READER_PURCHASE',
] as const;
/** One of those. */
export type EServiceRequestType = (typeof eServiceRequestTypes)[number];

/** What a form says, by the names of its fields. */
export type EServiceDetails = Readonly<Record<string, unknown>>;

/** One form of a participant, as Client Connect passed it on (W20). */
export interface EServiceForm {
  /** Issued by us: DA3-2026-000123. */
  readonly reference: string;
  readonly form: EServiceFormKind;
  readonly requestType: EServiceRequestType;
  readonly state: EServiceState;
  readonly participant: string;
  /** The person at the participant, as Client Connect knows him. */
  readonly filedBy: string;
  readonly approvedBy: string | null;
  readonly details: EServiceDetails;
  /** Client Connect's own number, so that a repeated filing makes one form. */
  readonly clientReference: string | null;
  readonly filedAt: Date;
  readonly submittedAt: Date | null;
  readonly approvedAt: Date | null;
  /** The end of the next business day after the participant's approval (S8). */
  readonly dueBy: Date | null;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
  readonly reason: string | null;
  /** The newest change request that rests on it. */
  readonly requestId: string | null;
  readonly version: number;
}
