import { Internal, requireService, type SubgraphContext } from '@countersign/platform';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { applyBulk } from './apply-bulk.ts';
import { ApplyBulkRowsInputType, BulkRowOutcomeType } from './bulk-types.ts';
import type { Parts } from './parts.ts';

/** The lines of bulk changes that Approvals has applied; files are proposed as any other change is (W24). */
@Resolver()
export class BulkResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Internal()
  @Mutation(() => [BulkRowOutcomeType])
  async applyBulkRows(
    @Arg('input', () => ApplyBulkRowsInputType) input: ApplyBulkRowsInputType,
    @Ctx() context: SubgraphContext,
  ): Promise<BulkRowOutcomeType[]> {
    requireService(context, 'approvals');
    const outcomes = await applyBulk(this.#parts, input);
    this.#parts.announce();
    return [...outcomes];
  }
}
