import type { Application } from '../flow/flow.ts';
import { whyNotForAnybody, whyNotHim, whyNotText } from '../flow/why-not-offered.ts';
import type { Parts } from '../parts.ts';
import type { Standing } from '../people.ts';
import { loginMethods } from '../route-book.ts';
import type { SignInMethod } from './user-profile-type.ts';

const applications: readonly Application[] = ['DMS', 'CCMS', 'CONSOLE'];

/** Each way to sign in to each application for one person, with the reason where it is not open (issue 4, W11). */
export function signInMethods(
  parts: Pick<Parts, 'authenticators' | 'clock'>,
  profile: {
    readonly standing: Standing;
    readonly account:
      { readonly locked_at: number | null; readonly disabled_by_guessing_at: number | null } | undefined;
  },
): SignInMethod[] {
  const { standing, account } = profile;
  const routes = parts.authenticators.routes('LOGIN', standing.phase);
  const person = {
    standing,
    locked: (account?.locked_at ?? null) !== null,
    passwordDisabled: (account?.disabled_by_guessing_at ?? null) !== null,
    now: parts.clock.now(),
  };
  return applications.flatMap((application) =>
    loginMethods.map((method) => {
      const reason = whyNotForAnybody(method, standing.phase, routes) ?? whyNotHim(method, application, person);
      return {
        application,
        method,
        available: reason === null,
        reason,
        message: reason === null ? null : whyNotText(reason, method),
      };
    }),
  );
}
