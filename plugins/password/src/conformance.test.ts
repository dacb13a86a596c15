import { describe, it } from '@jest/globals';
import { describeAuthenticator } from '@countersign/authenticator-kit/conformance';
import { passwordAuthenticator } from './index.ts';

const passwordOf = (userId: string) => `seven green ferries for ${userId} tonight`;

describeAuthenticator({
  describe,
  it,
  plugin: passwordAuthenticator(),
  fixtures: {
    async enrol(bench, subject) {
      const secret = passwordOf(subject.userId);
      bench.secrets.add(secret);
      const outcome = await bench.authenticator.memorised?.choose(subject, [], { secret, confirmation: secret });
      if (outcome?.outcome !== 'accepted') throw new Error('refused');
      await bench.ports.tables.transaction((tx) => outcome.consume(tx));
    },
    rightAnswer: async (_bench, _flow, subject) => ({ password: passwordOf(subject.userId) }),
    wrongAnswer: async () => ({ password: 'seven grey ferries' }),
  },
});
