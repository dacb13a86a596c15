import { Fault, Internal, requireService, requireSession, type SubgraphContext } from '@countersign/platform';
import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { JudgedFile, ProposedRow, RefusedRow } from '../bulk/bulk-row.ts';
import { MOST_LINES } from '../bulk/read-bulk-file.ts';
import { proposeChange } from '../changes/propose-change.ts';
import { errorCodes } from '../error-codes.ts';
import { recordsIn } from '../rows/records-in.ts';
import { applyBulk } from './apply-bulk.ts';
import { ApplyBulkRowsInputType, BulkPreviewRowType, BulkPreviewType, BulkRowOutcomeType } from './bulk-types.ts';
import { faultOf } from './fault-of.ts';
import type { Parts } from './parts.ts';

const valid = ({ line, action, userId, before, after, warnings }: ProposedRow): BulkPreviewRowType => ({
  line,
  action,
  userId,
  before,
  after,
  warnings,
  error: null,
});

const invalid = ({ line, action, userId, code, message, field }: RefusedRow): BulkPreviewRowType => ({
  line,
  action,
  userId,
  before: null,
  after: null,
  warnings: [],
  error: { code, message, field },
});

/** Bulk change: the dry run for people, and the lines that Approvals has applied (W24). */
@Resolver(() => BulkPreviewType)
export class BulkResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Query(() => BulkPreviewType, {
    description: 'Judges every line of a bulk file as submitting it now would. Changes nothing.',
  })
  async bulkChangePreview(
    @Arg('csv', () => String) csv: string,
    @Arg('formReference', () => String, { nullable: true }) formReference: string | null,
    @Arg('breakGlassReason', () => String, { nullable: true }) breakGlassReason: string | null,
    @Ctx() context: SubgraphContext,
  ): Promise<BulkPreviewType> {
    const { profileUuid: actorUuid } = requireSession(context);
    const now = this.#parts.clock.now();
    const input = { csv, onErrors: 'SHOW', formReference, breakGlassReason };
    return this.#parts.database
      .transaction(async (tx) => {
        const records = recordsIn(tx, this.#parts);
        const judged = await proposeChange(records, { kind: 'BULK_CHANGE', actorUuid, input }, now);
        if (!judged.ok) return faultOf(judged.refusal);
        const { summary, payload } = judged.value;
        const { rows, refused } = payload as unknown as JudgedFile;
        const counts = { total: rows.length + refused.length, valid: rows.length, invalid: refused.length };
        const maker = await records.profile(actorUuid);
        await records.audit({ at: now, action: 'bulk.preview', outcome: 'SUCCESS', maker, after: counts });
        const warned = rows.filter(({ warnings }) => warnings.length > 0).length;
        return { ...counts, warned, summary, file: { rows, refused } };
      })
      .then((outcome) => {
        // Thrown out here, so that the audit of a refused dry run is kept.
        if (outcome instanceof Fault) throw outcome;
        return outcome;
      });
  }

  @FieldResolver(() => [BulkPreviewRowType], {
    description: 'In the order of the file: all of them (2,000 at most), or a page after a line.',
  })
  rows(
    @Root() { file }: BulkPreviewType,
    @Arg('first', () => Int, { nullable: true }) first: number | null,
    @Arg('after', () => Int, { nullable: true, description: 'The last line of the page before.' }) after: number | null,
    @Arg('onlyErrors', () => Boolean, { nullable: true }) onlyErrors: boolean | null,
  ): BulkPreviewRowType[] {
    const size = first ?? MOST_LINES;
    if (!Number.isInteger(size) || size < 1 || size > MOST_LINES)
      throw new Fault('PAGE_TOO_LARGE', errorCodes.PAGE_TOO_LARGE);
    const shown = [...(onlyErrors === true ? [] : file.rows.map(valid)), ...file.refused.map(invalid)];
    return shown
      .filter(({ line }) => line > (after ?? 0))
      .sort((one, other) => one.line - other.line)
      .slice(0, size);
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
