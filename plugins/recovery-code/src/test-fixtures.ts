import type { RecoveryCode } from './recovery-code.ts';
import type { AuthenticatorFixtures, Bench } from '@countersign/authenticator-kit/conformance';

/** The lists handed out on a bench. */
const lists = new WeakMap<Bench<RecoveryCode>, Map<string, readonly string[]>>();

/** How the conformance suite hands out a list and answers from it. */
export const recoveryCodeFixtures: AuthenticatorFixtures<RecoveryCode> = {
  async enrol(bench, { profileUuid }) {
    const { issuance } = bench.authenticator;
    if (issuance === undefined) throw new Error('hands nothing out');
    const codes = await bench.ports.tables.transaction((tx) => issuance.issue(tx, profileUuid));
    for (const code of codes) bench.secrets.add(code).add(code.replaceAll('-', ''));
    lists.set(bench, new Map(lists.get(bench)).set(profileUuid, codes));
  },
  async rightAnswer(bench, _flow, subject) {
    const code = lists.get(bench)?.get(subject.profileUuid)?.[0];
    if (code === undefined) throw new Error('not enrolled');
    return { code };
  },
  wrongAnswer: async () => ({ code: '0000-0000-0000' }),
};
