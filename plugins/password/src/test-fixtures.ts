import type { AuthenticatorFixtures } from '@countersign/authenticator-kit/conformance';
import type { PasswordAnswer } from './index.ts';

const passwordOf = (userId: string) => `seven green ferries for ${userId} tonight`;

/** How the conformance suite enrols a person and answers for him. */
export const passwordFixtures: AuthenticatorFixtures<PasswordAnswer> = {
  async enrol(bench, subject) {
    const secret = passwordOf(subject.userId);
    bench.secrets.add(secret);
    const outcome = await bench.authenticator.memorised?.choose(subject, [], { secret, confirmation: secret });
    if (outcome?.outcome !== 'accepted') throw new Error('refused');
    await bench.ports.tables.transaction((tx) => outcome.consume(tx));
  },
  rightAnswer: async (_bench, _flow, subject) => ({ password: passwordOf(subject.userId) }),
  wrongAnswer: async () => ({ password: 'seven grey ferries' }),
};
