import type { OtpChannelShown } from '../route-book.ts';
import type { Application } from './flow.ts';

/** What a client needs to go on with a flow. */
export interface FlowHandle {
  readonly id: string;
  readonly expiresAt: Date;
}

export interface Offer {
  readonly authenticator: string;
  readonly challenge: (Readonly<Record<string, unknown>> & { readonly __typename: string }) | null;
}

export interface FlowRefused {
  readonly __typename: 'FlowRefused';
  readonly code: string;
  readonly message: string;
  /** Seconds to wait before trying again. */
  readonly retryAfter: number | null;
}

/** Every answer of a flow, closed: the API's union (design 8). */
export type FlowStep =
  | {
      readonly __typename: 'ProofsOffered';
      readonly flow: FlowHandle;
      readonly offers: readonly Offer[];
      readonly message: string;
    }
  | {
      readonly __typename: 'DeviceRegistrationOffered';
      readonly flow: FlowHandle;
      /** What may be registered, the suggested one first. */
      readonly authenticators: readonly string[];
      readonly canSkip: boolean;
      readonly message: string;
    }
  | {
      readonly __typename: 'DeviceRegistration';
      readonly flow: FlowHandle;
      readonly otpauthUri: string;
      readonly qrCode: string;
      readonly manualEntryKey: string;
      readonly account: string;
      readonly message: string;
    }
  | {
      /** What is to be registered is no key for an app: the authenticator's own options, as its client needs them. */
      readonly __typename: 'AuthenticatorRegistration';
      readonly flow: FlowHandle;
      readonly authenticator: string;
      readonly options: Readonly<Record<string, unknown>>;
    }
  | {
      readonly __typename: 'RiskWarning';
      readonly flow: FlowHandle;
      readonly warningVersion: string;
      readonly text: string;
    }
  | {
      readonly __typename: 'NewPasswordRequired';
      readonly flow: FlowHandle;
      readonly rules: { readonly minimumLength: number; readonly maximumLength: number; readonly message: string };
    }
  | { readonly __typename: 'PasswordChanged'; readonly message: string }
  | {
      readonly __typename: 'SignedIn';
      readonly session: { readonly id: string; readonly application: Application; readonly expiresAt: Date };
      readonly home: string;
      readonly sessionToken: string | null;
      /** A reminder, or null. */
      readonly notice: string | null;
    }
  | { readonly __typename: 'StepUpGranted'; readonly until: Date }
  | {
      readonly __typename: 'CardUnblocking';
      readonly flow: FlowHandle;
      readonly unblockingKey: string;
      readonly message: string;
    }
  | { readonly __typename: 'ChannelChanged'; readonly channel: OtpChannelShown; readonly message: string }
  | { readonly __typename: 'DeviceReplaced'; readonly authenticator: string; readonly message: string }
  | { readonly __typename: 'RecoveryCodesIssued'; readonly codes: readonly string[]; readonly message: string }
  | FlowRefused;
