import type { Phase } from '@countersign/authenticator-kit';
import { Arg, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Application } from '../flow/flow.ts';
import { routesInForce } from '../flow/begin.ts';
import type { Parts } from '../parts.ts';
import { type LoginMethod, loginMethods } from '../route-book.ts';
import { type WhyNot, whyNotForAnybody, whyNotText } from '../flow/why-not-offered.ts';
import { ApplicationEnum, LoginMethodEnum, MethodUnavailableReasonEnum, MigrationPhaseEnum } from './enums.ts';

@ObjectType({
  description: 'A way to sign in that nobody is offered now, and why. Nothing about any one user is told here.',
})
class UnavailableMethod {
  @Field(() => LoginMethodEnum) method!: LoginMethod;
  @Field(() => MethodUnavailableReasonEnum) reason!: WhyNot;
  @Field(() => String) message!: string;
}

@ObjectType({ description: 'What the sign-in page offers now.' })
class LoginOptions {
  @Field(() => MigrationPhaseEnum) phase!: Phase;
  @Field(() => [LoginMethodEnum]) methods!: LoginMethod[];
  @Field(() => [UnavailableMethod]) unavailable!: UnavailableMethod[];
  @Field(() => String) notice!: string;
}

const notices = {
  PRE_PARALLEL:
    'Sign in with your smartcard. Make sure that your email address is registered before two-factor sign-in starts.',
  PARALLEL:
    'Sign in with password and one-time code. Smartcards end after the parallel run; set your password and device up now.',
  END: 'Sign in with password and one-time code. Smartcards are no longer accepted.',
} as const satisfies Record<Phase, string>;

/** What anybody may know before signing in: the phase and its methods. */
@Resolver()
export class LoginOptionsResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Query(() => LoginOptions)
  async loginOptions(@Arg('application', () => ApplicationEnum) _application: Application): Promise<LoginOptions> {
    const phase = await this.#parts.people.phase();
    const routes = await routesInForce(this.#parts, 'LOGIN', phase);
    return {
      phase,
      methods: [...new Set(routes.map((route) => route.method))],
      unavailable: loginMethods.flatMap((method) => {
        const reason = whyNotForAnybody(method, phase, routes);
        return reason === null ? [] : [{ method, reason, message: whyNotText(reason, method) }];
      }),
      notice: notices[phase],
    };
  }
}
