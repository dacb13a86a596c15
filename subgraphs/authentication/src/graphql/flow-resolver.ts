import { Proof, type SubgraphContext } from '@countersign/platform';
import { Arg, Ctx, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { acceptRisk } from '../flow/accept-risk.ts';
import { beginLogin } from '../flow/begin-login.ts';
import { beginPasswordReset } from '../flow/begin-password-reset.ts';
import { beginStepUp } from '../flow/begin-step-up.ts';
import { beginWithinLimit } from '../flow/begin-within-limit.ts';
import type { Application, Delivery } from '../flow/flow.ts';
import { redeemInitialPin } from '../flow/redeem-initial-pin.ts';
import { registerDevice } from '../flow/register-device.ts';
import { setPassword } from '../flow/set-password.ts';
import { skipDeviceRegistration } from '../flow/skip-device-registration.ts';
import type { Parts } from '../parts.ts';
import type { LoginMethod } from '../route-book.ts';
import { callerOf } from './caller.ts';
import { ApplicationEnum, LoginMethodEnum, SessionDeliveryEnum } from './enums.ts';
import { FlowStepUnion } from './flow-step-type.ts';

@InputType()
class BeginLoginInput {
  @Field(() => ApplicationEnum) application!: Application;
  @Field(() => LoginMethodEnum, { defaultValue: 'TWO_FACTOR' }) method!: LoginMethod;
  @Field(() => String) userId!: string;
  @Field(() => SessionDeliveryEnum, { defaultValue: 'COOKIE' }) delivery!: Delivery;
}

/** The flow mutations that belong to the host; those of the plugins join beside them. */
@Resolver()
export class FlowResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Proof()
  @Mutation(() => FlowStepUnion, { description: 'Starts to sign in. The same answer for every user ID.' })
  beginLogin(@Arg('input', () => BeginLoginInput) input: BeginLoginInput, @Ctx() context: SubgraphContext) {
    const begin = () => beginLogin(this.#parts, input);
    return beginWithinLimit(this.#parts, { caller: callerOf(context), what: 'logins' }, begin);
  }

  @Proof()
  @Mutation(() => FlowStepUnion, { description: 'Mails a code for a new password. The same answer for every user ID.' })
  beginPasswordReset(@Arg('userId', () => ID) userId: string, @Ctx() context: SubgraphContext) {
    const begin = () => beginPasswordReset(this.#parts, userId);
    return beginWithinLimit(this.#parts, { caller: callerOf(context), what: 'resets' }, begin);
  }

  @Proof()
  @Mutation(() => FlowStepUnion, { description: 'Starts to prove again, by the method of the session, who is there.' })
  beginStepUp(@Ctx() context: SubgraphContext) {
    return beginStepUp(this.#parts, callerOf(context));
  }

  @Proof()
  @Mutation(() => FlowStepUnion, { description: 'Sets the new password after the mailed code was proven.' })
  setPassword(
    @Arg('flowId', () => ID) flowId: string,
    @Arg('newPassword', () => String) newPassword: string,
    @Arg('confirmation', () => String) confirmation: string,
    @Ctx() context: SubgraphContext,
  ) {
    return setPassword(this.#parts, callerOf(context), { flowId, newPassword, confirmation });
  }

  @Proof()
  @Mutation(() => FlowStepUnion, {
    description: 'Shows a new key for an authenticator app; a code from the app confirms it.',
  })
  registerDevice(
    @Arg('flowId', () => ID) flowId: string,
    @Arg('authenticator', () => String, {
      nullable: true,
      description: 'One of those offered; an authenticator app when absent.',
    })
    authenticator: string | null,
    @Ctx() context: SubgraphContext,
  ) {
    return registerDevice(this.#parts, callerOf(context), { flowId, authenticator: authenticator ?? null });
  }

  @Proof()
  @Mutation(() => FlowStepUnion, {
    description: 'Exchanges the initial PIN of a PIN reset, once, for the key that sets a new PIN on the smartcard.',
  })
  redeemInitialPin(
    @Arg('flowId', () => ID) flowId: string,
    @Arg('initialPin', () => String) initialPin: string,
    @Ctx() context: SubgraphContext,
  ) {
    return redeemInitialPin(this.#parts, callerOf(context), { flowId, initialPin });
  }

  @Proof()
  @Mutation(() => FlowStepUnion, { description: 'Skips the device and leads to the warning about codes by email.' })
  skipDeviceRegistration(@Arg('flowId', () => ID) flowId: string, @Ctx() context: SubgraphContext) {
    return skipDeviceRegistration(this.#parts, callerOf(context), flowId);
  }

  @Proof()
  @Mutation(() => FlowStepUnion, {
    description: 'Accepts the risk of codes by email; the first code is mailed at once.',
  })
  acceptEmailOtpRisk(
    @Arg('flowId', () => ID) flowId: string,
    @Arg('warningVersion', () => String) warningVersion: string,
    @Ctx() context: SubgraphContext,
  ) {
    return acceptRisk(this.#parts, callerOf(context), { flowId, warningVersion });
  }
}
