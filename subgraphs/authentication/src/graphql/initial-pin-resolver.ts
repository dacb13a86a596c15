import { ChangeRefusedType, changeRefused } from '@countersign/change-owner';
import { InstantScalar, Proof, type SubgraphContext, requireSession } from '@countersign/platform';
import { Arg, Ctx, Field, ID, Mutation, ObjectType, Resolver, createUnionType } from 'type-graphql';
import { revealInitialPin } from '../changes/reveal-initial-pin.ts';
import type { Parts } from '../parts.ts';

@ObjectType('InitialPin', { description: 'An initial smartcard PIN. It is shown in this answer and never again.' })
class InitialPinType {
  @Field(() => String) pin!: string;
  @Field(() => ID, { description: 'Whose card it is for.' }) userId!: string;
  @Field(() => InstantScalar) validUntil!: Date;
  @Field(() => String) message!: string;
}

const InitialPinReveal = createUnionType({
  name: 'InitialPinReveal',
  types: () => [InitialPinType, ChangeRefusedType] as const,
  resolveType: (value) => (value as unknown as { __typename: string }).__typename,
});

/** The one look at an initial PIN (W19). */
@Resolver()
export class InitialPinResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Proof()
  @Mutation(() => InitialPinReveal, {
    description: 'Shows the initial PIN of an applied smartcard PIN reset, once, to the maker of the request.',
  })
  async revealInitialPin(@Arg('requestId', () => ID) requestId: string, @Ctx() context: SubgraphContext) {
    const shown = await revealInitialPin(this.#parts, requireSession(context), requestId);
    return shown.ok ? { __typename: 'InitialPin' as const, ...shown.value } : changeRefused(shown.refusal);
  }
}
