import {
  defineAuthenticator,
  parseNumericCode,
  type AuthenticatorPlugin,
  type NumericCode,
} from '@countersign/authenticator-kit';
import { createEnrolment } from './enrolment.ts';
import { deleteSheet, findSheet, sheetTable } from './list-table.ts';
import { verifyCode } from './verify-code.ts';

/** A printed sheet of one-time codes, used from the top, each one good once. */
export function paperListAuthenticator(): AuthenticatorPlugin<NumericCode, 'tables' | 'secrets'> {
  return defineAuthenticator({
    manifest: {
      id: 'paper-list',
      contract: '^1.0.0',
      kind: 'confirms',
      factors: ['POSSESSION'],
      budget: 'SECOND_FACTOR',
      phishingResistant: false,
      phases: ['PARALLEL', 'END'],
      purposes: ['LOGIN', 'STEP_UP', 'ENROL'],
      needs: ['tables', 'secrets'],
      graphql: {
        sdl: `extend type Mutation {
  "Answers with the next code of the printed sheet; the first one also confirms a sheet being registered."
  answerWithPaperList(flowId: ID!, code: String!): FlowStep! @tag(name: "proof")
}`,
        answerField: 'answerWithPaperList',
      },
      tables: [sheetTable],
    },
    create: (ports) => ({
      parse: (args) => parseNumericCode(args['code'], 6),
      enrolled: async ({ profileUuid }) => (await ports.tables.read((tx) => findSheet(tx, profileUuid))) !== null,
      verify: (_flow, subject, answer) => verifyCode(ports, subject, answer),
      enrolment: createEnrolment(ports),
      forget: deleteSheet,
    }),
  });
}
