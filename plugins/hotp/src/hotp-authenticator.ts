import { defineAuthenticator, type AuthenticatorPlugin, type NumericCode } from '@countersign/authenticator-kit';
import { type CodeShape, parseOathCode, usualShape } from '@countersign/oath';
import { deleteDevice, deviceTable, findDevice } from './device-table.ts';
import { createEnrolment } from './enrolment.ts';
import { createVerifyCode } from './verify-code.ts';

export interface HotpOptions extends Partial<CodeShape> {
  /** Name before the colon in the app's list (W12). Holds neither `&` nor `:`. */
  readonly issuer?: string;
}

/**
 * Codes of a counter-based token or app by RFC 4226: each counter spent once, together with all before it (O2). Devices are
 * registered with SHA-1 and 6 digits unless told otherwise; each keeps what it was registered or delivered with.
 */
export function hotpAuthenticator(
  options: HotpOptions = {},
): AuthenticatorPlugin<NumericCode, 'clock' | 'tables' | 'volatile' | 'secrets'> {
  const { issuer = 'CCMS', digits = usualShape.digits, algorithm = usualShape.algorithm } = options;
  return defineAuthenticator({
    manifest: {
      id: 'hotp',
      contract: '^1.0.0',
      kind: 'confirms',
      factors: ['POSSESSION'],
      budget: 'SECOND_FACTOR',
      phishingResistant: false,
      phases: ['PARALLEL', 'END'],
      purposes: ['LOGIN', 'STEP_UP', 'ENROL'],
      needs: ['clock', 'tables', 'volatile', 'secrets'],
      graphql: {
        sdl: `extend type Mutation {
  """
  Answers with the next code of the person's token; also confirms a device being registered. A token that was pressed more
  often than ten times since its last sign-in is found again by two of its codes in a row.
  """
  answerWithHotp(flowId: ID!, code: String!): FlowStep! @tag(name: "proof")
}`,
        answerField: 'answerWithHotp',
      },
      tables: [deviceTable],
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
