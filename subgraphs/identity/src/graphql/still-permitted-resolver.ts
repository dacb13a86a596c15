import { DecisionCheckType } from '@countersign/change-owner';
import { Internal, JsonScalar, requireService, type SubgraphContext } from '@countersign/platform';
import { Args, ArgsType, Ctx, Field, ID, Query, Resolver } from 'type-graphql';
import { stillPermitted } from '../changes/still-permitted.ts';
import { recordsIn } from '../rows/records-in.ts';
import type { Parts } from './parts.ts';

@ArgsType()
class StillPermittedArgs {
  @Field(() => String) kind!: string;
  @Field(() => ID) makerUuid!: string;
  @Field(() => ID) targetUuid!: string;
  @Field(() => JsonScalar, { nullable: true }) payload!: unknown;
}

/** Open requests are judged again when a phase begins: by no checker in particular, for every kind of change (section 8). */
@Resolver()
export class StillPermittedResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Internal()
  @Query(() => DecisionCheckType)
  async stillPermitted(
    @Args(() => StillPermittedArgs) change: StillPermittedArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<DecisionCheckType> {
    requireService(context, 'approvals');
    const { clock, database } = this.#parts;
    return {
      refusal: await database.read((tx) => stillPermitted(recordsIn(tx, this.#parts), change, clock.now())),
    };
  }
}
