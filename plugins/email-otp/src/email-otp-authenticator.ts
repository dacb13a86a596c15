import {
  createPurgeSchedule,
  defineAuthenticator,
  parseNumericCode,
  type AuthenticatorPlugin,
  type NumericCode,
} from '@countersign/authenticator-kit';
import { createIssueCode } from './issue-code.ts';
import { defaultLimits, type EmailOtpLimits } from './limits.ts';
import { emailOtpGraphql } from './graphql.ts';
import { purgeBefore, spentTables, voidCodes } from './spent-table.ts';
import { createVerifyCode } from './verify-code.ts';

export type EmailOtpOptions = Partial<EmailOtpLimits>;

type Needs = 'clock' | 'tables' | 'volatile' | 'mail' | 'secrets';
const DAY_MS = 86_400_000;

/**
 * One-time codes by mail. Kept for compatibility with the published arrangements: mail is no second channel in the sense
 * of NIST 800-63B 3.1.3.1, so the app is offered first and the risk is accepted explicitly (O5, W13).
 */
export function emailOtpAuthenticator(options: EmailOtpOptions = {}): AuthenticatorPlugin<NumericCode, Needs> {
  const limits: EmailOtpLimits = { ...defaultLimits, ...options };
  if (limits.digits < 6 || limits.digits > 8) throw new RangeError('a code has 6 to 8 digits (O3)');
  return defineAuthenticator({
    manifest: {
      id: 'email-otp',
      contract: '^1.0.0',
      kind: 'confirms',
      factors: ['POSSESSION'],
      budget: 'SECOND_FACTOR',
      phishingResistant: false,
      phases: ['PARALLEL', 'END'],
      purposes: ['LOGIN', 'RESET', 'STEP_UP', 'ENROL'],
      needs: ['clock', 'tables', 'volatile', 'mail', 'secrets'],
      graphql: emailOtpGraphql,
      tables: [spentTables],
    },
    create(ports) {
      const { clock, tables } = ports;
      const purge = createPurgeSchedule(() =>
        tables.transaction((tx) => purgeBefore(tx, clock.now().getTime() - DAY_MS)),
      );
      return {
        parse: (args) => parseNumericCode(args['code'], limits.digits),
        enrolled: async (subject) => subject.email !== null && subject.email !== '',
        challenge: createIssueCode(ports, limits),
        verify: createVerifyCode(ports, limits),
        forget: voidCodes,
        ...purge,
      };
    },
  });
}
