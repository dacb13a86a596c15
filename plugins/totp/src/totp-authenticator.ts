import { defineAuthenticator, type AuthenticatorPlugin, type NumericCode } from '@countersign/authenticator-kit';
import { type CodeShape, parseOathCode, usualShape } from '@countersign/oath';
import { deleteDevice, deviceTables, findDevice } from './device-table.ts';
import { createEnrolment } from './enrolment.ts';
import { createVerifyCode } from './verify-code.ts';

export interface TotpOptions extends Partial<CodeShape> {
  /** Name before the colon in the app's list (W12). Holds neither `&` nor `:`. */
  readonly issuer?: string;
}

/**
 * Codes of an authenticator app by RFC 6238: one step to each side, each step spent once (O2). Devices are registered with
 * SHA-1, 6 digits and 30 s unless told otherwise (O1); each keeps what it was registered or delivered with.
 */
export function totpAuthenticator(
  options: TotpOptions = {},
): AuthenticatorPlugin<NumericCode, 'clock' | 'tables' | 'secrets'> {
  const { issuer = 'CCMS', digits = usualShape.digits, algorithm = usualShape.algorithm } = options;
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
      tables: deviceTables,
    },
    create(ports) {
      const verifyCode = createVerifyCode(ports);
      return {
        parse: (args) => parseOathCode(args['code']),
        enrolled: async (subject) => (await ports.tables.read((tx) => findDevice(tx, subject.profileUuid))) !== null,
        verify: (_flow, subject, answer) => verifyCode(subject, answer),
        enrolment: createEnrolment({ issuer, shape: { digits, algorithm } }, ports),
        forget: deleteDevice,
      };
    },
  });
}
