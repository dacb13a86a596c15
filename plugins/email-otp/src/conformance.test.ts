import { describe, it } from '@jest/globals';
import { describeAuthenticator } from '@countersign/authenticator-kit/conformance';
import { emailOtpAuthenticator } from './index.ts';
import { codeIn, otherThan } from './test-mail.ts';

describeAuthenticator({
  describe,
  it,
  plugin: emailOtpAuthenticator(),
  fixtures: {
    // Having a registered address is all there is to it.
    enrol: async () => undefined,
    async rightAnswer(bench) {
      const code = codeIn(bench.ports.sent);
      bench.secrets.add(code);
      return { code };
    },
    wrongAnswer: async (bench) => ({ code: otherThan(bench.ports.sent) }),
  },
});
