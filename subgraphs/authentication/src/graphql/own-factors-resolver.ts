import { Proof, type SubgraphContext } from '@countersign/platform';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { beginOwnChange } from '../flow/begin-own-change.ts';
import type { Parts } from '../parts.ts';
import type { OtpChannelShown } from '../route-book.ts';
import { callerOf } from './caller.ts';
import { OtpChannelEnum } from './enums.ts';
import { FlowStepUnion } from './flow-step-type.ts';

const named = {
  nullable: true,
  description: 'One of those installed, where the channel does not tell which; otherwise leave it out.',
} as const;

/** What a signed-in person may change about how he proves himself; each begins with password and present factor (W16). */
@Resolver()
export class OwnFactorsResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Proof()
  @Mutation(() => FlowStepUnion, {
    description:
      'Starts to change your second factor. Password and present factor first, then the new one; the old one works until then.',
  })
  changeOtpChannel(
    @Arg('to', () => OtpChannelEnum) to: OtpChannelShown,
    @Arg('authenticator', () => String, named) authenticator: string | null,
    @Ctx() context: SubgraphContext,
  ) {
    return beginOwnChange(this.#parts, callerOf(context), {
      kind: 'CHANNEL',
      to,
      authenticator: authenticator ?? null,
    });
  }

  @Proof()
  @Mutation(() => FlowStepUnion, {
    description:
      'Starts to replace your device by another of its kind. The old one works until the new one is confirmed.',
  })
  replaceDevice(
    @Arg('authenticator', () => String, named) authenticator: string | null,
    @Ctx() context: SubgraphContext,
  ) {
    return beginOwnChange(this.#parts, callerOf(context), { kind: 'DEVICE', authenticator: authenticator ?? null });
  }

  @Proof()
  @Mutation(() => FlowStepUnion, {
    description: 'Starts to change your password; setPassword ends it, and all sessions.',
  })
  changePassword(@Ctx() context: SubgraphContext) {
    return beginOwnChange(this.#parts, callerOf(context), { kind: 'PASSWORD' });
  }

  @Proof()
  @Mutation(() => FlowStepUnion, {
    description: 'Starts to hand out ten new recovery codes, shown once at the end. Older ones no longer count then.',
  })
  renewRecoveryCodes(@Ctx() context: SubgraphContext) {
    return beginOwnChange(this.#parts, callerOf(context), { kind: 'RECOVERY_CODES' });
  }
}
