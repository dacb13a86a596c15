const authentication = 'subgraphs/authentication/src';

/**
 * What decides in each part, and the quick tests that must notice a change of it. Left out: wiring, texts, tables of plugins,
 * and tests with a database server, ten thousand walks or a second implementation, which take too long per mutant. What
 * tests stand on is loaded anew for every mutant, hence the files named `alone`.
 */
export const parts = {
  totp: {
    mutate: ['plugins/totp/src/{verify-code,matching-step,learned-drift,time-step}.ts'],
    tests: ['plugins/totp/src/{verify-by-example,rfc-6238,older-devices}.test.ts'],
  },
  'email-otp': {
    mutate: ['plugins/email-otp/src/{verify-code,standing-code,allow-sending,challenge-outcome}.ts'],
    tests: ['plugins/email-otp/src/{limits-by-example,email-otp-authenticator,issue-code}.test.ts'],
  },
  smartcard: {
    mutate: [
      'plugins/smartcard/src/{judge-chain,judge-binding,verify-signature,signed-by-card,algorithms,revocation}.ts',
      'plugins/smartcard/src/standing-challenge.ts',
    ],
    tests: ['plugins/smartcard/src/{boundaries,smartcard-authenticator}.test.ts'],
  },
  flow: {
    mutate: [`${authentication}/flow/{owed,advance,phase-of-flow,may-log-in,completed-flow}.ts`],
    tests: [`${authentication}/flow/decisions-by-example.test.ts`],
  },
  'failure-budget': {
    mutate: [
      `${authentication}/failure-budget/{password-delay,stranger-lane,source-limit,take-attempt,lock-if-spent}.ts`,
    ],
    tests: [`${authentication}/failure-budget/limits-by-example.test.ts`],
  },
  session: {
    mutate: [`${authentication}/session/{open-session,resolve-session}.ts`],
    tests: [`${authentication}/session/life-by-example.test.ts`],
  },
};
