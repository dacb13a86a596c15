import { Fault, type SubgraphContext, requireSession } from '@countersign/platform';
import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { type BulkRow, hasChange } from '../bulk/bulk-row.ts';
import { previewBulk } from '../bulk/preview-bulk.ts';
import type { Parts } from '../ports/parts.ts';
import type { Refusal } from '../refusal.ts';
import { BulkPreviewRowType, BulkPreviewType } from './bulk-preview-types.ts';

const MOST_LINES = 2_000;

/** A refusal of a query, which has no union to answer with. */
function faultOf({ code, message, field, nextOpening, details }: Refusal): Fault {
  return new Fault(code, message, {
    publicDetails: {
      ...details,
      ...(field === null ? {} : { field }),
      ...(nextOpening === null ? {} : { nextOpening: nextOpening.toISOString() }),
    },
  });
}

function shapeRow(row: BulkRow): BulkPreviewRowType {
  const { line, action, userId, code, message, field } = row;
  if (!hasChange(row)) {
    const error = { code: code ?? '', message: message ?? '', field };
    return { line, action, userId, before: null, after: null, warnings: [], error };
  }
  const { before, after } = row.change;
  return { line, action, userId, before, after, warnings: row.warnings, error: null };
}

/** The dry run of a bulk change: what submitting the file now would come to (W24). */
@Resolver(() => BulkPreviewType)
export class BulkPreviewFields {
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
    const wish = { csv, formReference, breakGlassReason };
    const preview = await previewBulk(this.#parts, requireSession(context), wish);
    if ('refusal' in preview) throw faultOf(preview.refusal);
    const { rows: lines, ...counts } = preview;
    return { ...counts, lines };
  }

  @FieldResolver(() => [BulkPreviewRowType], {
    description: 'In the order of the file: all of them (2,000 at most), or a page after a line.',
  })
  rows(
    @Root() { lines }: BulkPreviewType,
    @Arg('first', () => Int, { nullable: true }) first: number | null,
    @Arg('after', () => Int, { nullable: true, description: 'The last line of the page before.' }) after: number | null,
    @Arg('onlyErrors', () => Boolean, { nullable: true }) onlyErrors: boolean | null,
  ): BulkPreviewRowType[] {
    const size = first ?? MOST_LINES;
    if (!Number.isInteger(size) || size < 1 || size > MOST_LINES)
      throw new Fault('PAGE_TOO_LARGE', 'A page of a dry run holds 1 to 2,000 lines. Ask for fewer.');
    return lines
      .filter((row) => row.line > (after ?? 0) && !(onlyErrors === true && hasChange(row)))
      .slice(0, size)
      .map(shapeRow);
  }
}
