import type { NumericCode } from '@countersign/authenticator-kit';
import type { AuthenticatorFixtures } from '@countersign/authenticator-kit/conformance';
import { codeIn, otherThan } from './test-mail.ts';

/** How the conformance suite enrols a person and answers for him. */
export const emailOtpFixtures: AuthenticatorFixtures<NumericCode> = {
  // Having a registered address is all there is to it.
  enrol: async () => undefined,
  async rightAnswer(bench) {
    const code = codeIn(bench.ports.sent);
    bench.secrets.add(code);
    return { code };
  },
  wrongAnswer: async (bench) => ({ code: otherThan(bench.ports.sent) }),
};
