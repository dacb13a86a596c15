import { availableParallelism } from 'node:os';
import { AuthenticatorFault, defineAuthenticator, type AuthenticatorPlugin } from '@countersign/authenticator-kit';
import { createBlocklist } from './blocklist.ts';
import { canonicalPassword } from './canonical-password.ts';
import { createMemorised } from './choose-password.ts';
import { deleteCredential, findCredential, passwordTables, somePeppered } from './credential-table.ts';
import { errorCodes } from './error-codes.ts';
import { createHashingQueue } from './hashing-queue.ts';
import { createPasswordHash, defaultCost, type HashCost } from './password-hash.ts';
import { createVerifyPassword, type PasswordAnswer } from './verify-password.ts';

export interface PasswordOptions {
  /** 12 unless set; never below 8 (P1). */
  readonly minimumLength?: number;
  /** 19,456 KiB, 2 passes, 1 lane unless set; never less (P3). */
  readonly cost?: HashCost;
  /** How many hashes may run at once; the number of cores unless set. */
  readonly concurrency?: number;
  /** How many may wait; 64 unless set. */
  readonly waiting?: number;
}

type Needs = 'clock' | 'tables' | 'secrets';
const MAXIMUM_LENGTH = 128;
const REMEMBERED = 5;

/** Memorised passwords: argon2id, a blocklist, a short history, and no other rules (P1-P4). */
export function passwordAuthenticator(options: PasswordOptions = {}): AuthenticatorPlugin<PasswordAnswer, Needs> {
  const { minimumLength = 12, cost = defaultCost, concurrency = availableParallelism(), waiting = 64 } = options;
  if (minimumLength < 8) throw new RangeError('a password has at least 8 characters (P1)');
  if (cost.memoryCost < defaultCost.memoryCost || cost.timeCost < defaultCost.timeCost) {
    throw new RangeError('argon2id costs at least 19,456 KiB and 2 passes (P3)');
  }
  return defineAuthenticator({
    manifest: {
      id: 'password',
      contract: '^1.0.0',
      kind: 'confirms',
      factors: ['KNOWLEDGE'],
      budget: 'PASSWORD',
      phishingResistant: false,
      phases: ['PARALLEL', 'END'],
      purposes: ['LOGIN', 'STEP_UP', 'ENROL'],
      needs: ['clock', 'tables', 'secrets'],
      graphql: {
        sdl: `extend type Mutation {
  "Answers with the person's password."
  answerWithPassword(flowId: ID!, password: String!): FlowStep! @tag(name: "proof")
}`,
        answerField: 'answerWithPassword',
      },
      tables: [passwordTables],
    },
    create(ports) {
      const queue = createHashingQueue({ running: concurrency, waiting });
      const hashing = createPasswordHash(cost, ports.secrets.pepper, queue);
      const { verify, prepare } = createVerifyPassword(ports, hashing);
      const rules = { minimumLength, maximumLength: MAXIMUM_LENGTH, remembered: REMEMBERED };
      return {
        parse(args) {
          const password = canonicalPassword(args['password']);
          if (password !== null && password.length <= MAXIMUM_LENGTH)
            return { ok: true, answer: { password: password.text } };
          return {
            ok: false,
            code: 'PASSWORD_MALFORMED',
            message: `Enter your password: 1 to ${MAXIMUM_LENGTH} characters.`,
          };
        },
        enrolled: async (subject) =>
          (await ports.tables.read((tx) => findCredential(tx, subject.profileUuid))) !== null,
        verify: (_flow, subject, answer) => verify(subject, answer),
        memorised: createMemorised({ ports, rules, hashing, blocklist: createBlocklist() }),
        forget: deleteCredential,
        async start() {
          if (ports.secrets.pepper === null && (await ports.tables.read(somePeppered))) {
            throw new AuthenticatorFault('PEPPER_MISSING', errorCodes.PEPPER_MISSING);
          }
          await prepare();
        },
      };
    },
  });
}
