import {
  defineAuthenticator,
  parseNumericCode,
  type AuthenticatorPlugin,
  type NumericCode,
} from '@countersign/authenticator-kit';
import { deleteDevice, deviceTable, findDevice } from './device-table.ts';
import { createEnrolment } from './enrolment.ts';
import { createVerifyCode } from './verify-code.ts';

export interface TotpOptions {
  /** Name before the colon in the app's list (W12). Holds neither `&` nor `:`. */
  readonly issuer?: string;
}

/** Codes of an authenticator app by RFC 6238: SHA-1, 6 digits, 30 s, one step of drift, each step spent once (O1, O2). */
export function totpAuthenticator(
  options: TotpOptions = {},
): AuthenticatorPlugin<NumericCode, 'clock' | 'tables' | 'secrets'> {
  return defineAuthenticator({
    manifest: {
      id: 'totp',
      contract: '^1.0.0',
      kind: 'confirms',
      factors: ['POSSESSION'],
      budget: 'SECOND_FACTOR',
      phishingResistant: false,
      phases: ['PARALLEL', 'END'],
      purposes: ['LOGIN', 'STEP_UP', 'ENROL'],
      needs: ['clock', 'tables', 'secrets'],
      graphql: {
        sdl: `extend type Mutation {
  "Answers with the code that the authenticator app shows now; also confirms a device being registered."
  answerWithTotp(flowId: ID!, code: String!): FlowStep! @tag(name: "proof")
}`,
        answerField: 'answerWithTotp',
      },
      tables: [deviceTable],
    },
    create(ports) {
      const verifyCode = createVerifyCode(ports);
      return {
        parse: (args) => parseNumericCode(args['code'], 6),
        enrolled: async (subject) => (await ports.tables.read((tx) => findDevice(tx, subject.profileUuid))) !== null,
        verify: (_flow, subject, answer) => verifyCode(subject, answer),
        enrolment: createEnrolment(options.issuer ?? 'CCMS', ports),
        forget: deleteDevice,
      };
    },
  });
}
