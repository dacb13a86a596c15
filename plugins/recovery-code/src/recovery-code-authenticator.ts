import {
  defineAuthenticator,
  type AuthenticatorPlugin,
  type PluginTransaction,
  type Ports,
  type Subject,
  type Verdict,
} from '@countersign/authenticator-kit';
import { codeTables, countLeft, deleteCodes, spendCode, standingOf, storeSet } from './code-table.ts';
import { drawCode, printed, readCode, type RecoveryCode } from './recovery-code.ts';

type Needs = 'clock' | 'tables' | 'secrets';

/** How many codes a set has. */
const SET_SIZE = 10;
/** Nobody's profile: the look-up for no subject finds nothing, at the same price (O8). */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Recovery codes: ten of 60 bits, kept as keyed hashes, each good once and only while its set is the newest. */
export function recoveryCodeAuthenticator(): AuthenticatorPlugin<RecoveryCode, Needs> {
  return defineAuthenticator({
    manifest: {
      id: 'recovery-code',
      contract: '^1.0.0',
      kind: 'confirms',
      factors: ['POSSESSION'],
      budget: 'SECOND_FACTOR',
      phishingResistant: false,
      phases: ['PARALLEL', 'END'],
      purposes: ['LOGIN', 'ENROL'],
      needs: ['clock', 'tables', 'secrets'],
      graphql: {
        sdl: `extend type Mutation {
  "Answers with one of the printed recovery codes in place of a device that is lost."
  answerWithRecoveryCode(flowId: ID!, code: String!): FlowStep! @tag(name: "proof")
}`,
        answerField: 'answerWithRecoveryCode',
      },
      tables: [codeTables],
    },
    create(ports) {
      return {
        parse: (args) => readCode(args['code']),
        enrolled: async ({ profileUuid }) => (await ports.tables.read((tx) => countLeft(tx, profileUuid))) > 0,
        verify: (_flow, subject, answer) => verify(ports, subject, answer),
        issuance: {
          async issue(tx, profileUuid) {
            const codes = new Set<string>();
            while (codes.size < SET_SIZE) codes.add(drawCode(ports.secrets.randomBytes));
            await storeSet(tx, {
              profileUuid,
              setId: Buffer.from(ports.secrets.randomBytes(16)).toString('hex'),
              hashes: [...codes].map((code) => hashOf(ports.secrets, profileUuid, code)),
              issuedAt: ports.clock.now().getTime(),
            });
            return [...codes].map(printed);
          },
          left: countLeft,
        },
        forget: deleteCodes,
      };
    },
  });
}

async function verify(
  ports: Pick<Ports, Needs>,
  subject: Subject | null,
  answer: RecoveryCode,
): Promise<Verdict<PluginTransaction>> {
  const read = readCode(answer.code);
  const profileUuid = subject?.profileUuid ?? NOBODY;
  const hash = hashOf(ports.secrets, profileUuid, read.ok ? read.answer.code : '');
  const standing = await ports.tables.read((tx) => standingOf(tx, profileUuid, hash));
  if (!read.ok) return { outcome: 'rejected', reason: 'MALFORMED' };
  if (subject === null) return { outcome: 'rejected', reason: 'NOT_ENROLLED' };
  if (standing !== 'GOOD') return { outcome: 'rejected', reason: standing === 'USED' ? 'ALREADY_USED' : 'WRONG' };
  return {
    outcome: 'accepted',
    profileUuid,
    consume: (tx) => spendCode(tx, { profileUuid, hash, now: ports.clock.now().getTime() }),
  };
}

/** Bound to its person, so that one person's code is nothing to another (O5). */
function hashOf(secrets: Ports['secrets'], profileUuid: string, code: string): string {
  return secrets.keyedHash(JSON.stringify(['code', profileUuid, code]));
}
