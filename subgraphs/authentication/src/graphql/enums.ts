import { registerEnumType } from 'type-graphql';

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
