import { registerEnumType } from 'type-graphql';
import type { WhyNot } from '../flow/why-not-offered.ts';

export const ApplicationEnum = { DMS: 'DMS', CCMS: 'CCMS', CONSOLE: 'CONSOLE' } as const;
export const MigrationPhaseEnum = { PRE_PARALLEL: 'PRE_PARALLEL', PARALLEL: 'PARALLEL', END: 'END' } as const;
export const LoginMethodEnum = { SMARTCARD: 'SMARTCARD', TWO_FACTOR: 'TWO_FACTOR' } as const;
export const SessionDeliveryEnum = { COOKIE: 'COOKIE', BEARER: 'BEARER' } as const;
export const OtpChannelEnum = {
  APP: 'APP',
  EMAIL: 'EMAIL',
  TOKEN: 'TOKEN',
  PASSKEY: 'PASSKEY',
  OTHER: 'OTHER',
} as const;

registerEnumType(ApplicationEnum, { name: 'Application' });
registerEnumType(MigrationPhaseEnum, { name: 'MigrationPhase' });
registerEnumType(LoginMethodEnum, { name: 'LoginMethod', description: 'How a person signs in.' });
registerEnumType(SessionDeliveryEnum, {
  name: 'SessionDelivery',
  description: 'How the session reaches the client: a cookie, or a token in the answer.',
});
registerEnumType(OtpChannelEnum, { name: 'OtpChannel', description: "What a person's second factor is." });

export const MethodUnavailableReasonEnum = {
  PHASE: 'PHASE',
  AUTHENTICATOR_UNAVAILABLE: 'AUTHENTICATOR_UNAVAILABLE',
  PROFILE_NOT_USABLE: 'PROFILE_NOT_USABLE',
  NOT_ENTITLED: 'NOT_ENTITLED',
  CREATED_IN_PARALLEL_RUN: 'CREATED_IN_PARALLEL_RUN',
  NO_CARD: 'NO_CARD',
  CARD_EXPIRED: 'CARD_EXPIRED',
  NO_EMAIL: 'NO_EMAIL',
  PASSWORD_DISABLED: 'PASSWORD_DISABLED',
  LOCKED: 'LOCKED',
  NOT_PERMITTED: 'NOT_PERMITTED',
} as const satisfies { readonly [Reason in WhyNot]: Reason };
registerEnumType(MethodUnavailableReasonEnum, {
  name: 'MethodUnavailableReason',
  description: 'Why a way to sign in is not offered.',
});
