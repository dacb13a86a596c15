import type { ErrorCode } from '../error-codes.ts';
import type { Card } from './card.ts';

/** What the program beside the agent is told to do with the card; PINs travel in here alone. */
export type CardOrder =
  | { readonly do: 'READ' }
  | {
      readonly do: 'SIGN';
      readonly serial: string;
      readonly fingerprint: string;
      readonly pin: string;
      /** Base64 of the bytes to sign. */
      readonly bytes: string;
    }
  | { readonly do: 'CHANGE_PIN'; readonly serial: string; readonly pin: string; readonly newPin: string }
  | { readonly do: 'UNBLOCK'; readonly serial: string; readonly unblockingKey: string; readonly newPin: string };

/** What came of it: `states` are those after the attempt, so that a last try can be told. */
export type CardOutcome =
  | { readonly ok: true; readonly cards?: readonly Card[]; readonly signature?: string }
  | { readonly ok: false; readonly code: ErrorCode; readonly states?: Card['states']; readonly detail?: string };

/** The one message to that program. */
export interface CardErrand {
  readonly module: string;
  readonly order: CardOrder;
}
