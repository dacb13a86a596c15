import { Fault, type SubgraphContext } from '@countersign/platform';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type BulkCounts, type BulkRow, noRows } from '../bulk/bulk-row.ts';
import { errorCodes } from '../error-codes.ts';
import type { BulkRowQuery } from '../ports/bulk.ts';
import type { Parts } from '../ports/parts.ts';
import { batch } from './batch.ts';
import { BulkProgressType, BulkRowConnectionType, BulkRowsArgs } from './bulk-types.ts';
import { ChangeRequestType } from './change-request-type.ts';
import { sideFor } from './shape.ts';
import type { View } from './view.ts';

const LONGEST_PAGE = 100;
const USUAL_PAGE = 25;

type ViewOf = (context: SubgraphContext) => Promise<View | null>;

/** The page of lines that a reader asks for; its cursor is the line itself. */
function readPage({ state, first, after }: BulkRowsArgs): BulkRowQuery {
  const limit = first ?? USUAL_PAGE;
  const isSize = Number.isInteger(limit) && limit >= 1 && limit <= LONGEST_PAGE;
  if (!isSize || !/^\d{1,9}$/.test(after ?? '0')) throw new Fault('INVALID_PAGE', errorCodes.INVALID_PAGE);
  return { state: state ?? null, limit, after: Number(after ?? '0') };
}

/** The names of the fields always, their values with the full view only (A1). */
function shapeRow({ change, ...row }: BulkRow, view: View | null) {
  if (change === null) return { ...row, before: null, after: null };
  const message = view?.isFull === true ? row.message : null;
  return { ...row, message, before: sideFor(view, change.before), after: sideFor(view, change.after) };
}

/** What a bulk request shows of its lines; whoever sees the request sees them (W24, M10). */
@Resolver(() => ChangeRequestType)
export class BulkFields {
  readonly #parts: Parts;
  readonly #viewOf: ViewOf;
  readonly #counts: (requestId: string, context: SubgraphContext) => Promise<BulkCounts | undefined>;

  constructor(parts: Parts, viewOf: ViewOf) {
    this.#parts = parts;
    this.#viewOf = viewOf;
    this.#counts = batch((ids) => parts.store.read((unit) => unit.bulk.counts(ids)));
  }

  @FieldResolver(() => BulkProgressType, { nullable: true, description: 'Null on any other kind of change.' })
  async bulk(@Root() request: ChangeRequestType, @Ctx() context: SubgraphContext) {
    if (request.kind !== 'BULK_CHANGE') return null;
    return (await this.#counts(request.id, context)) ?? noRows;
  }

  @FieldResolver(() => BulkRowConnectionType, {
    nullable: true,
    description: 'The lines of a bulk change in the order of the file, at most 100 at a time; null on any other kind.',
  })
  async bulkRows(
    @Root() request: ChangeRequestType,
    @Args(() => BulkRowsArgs) args: BulkRowsArgs,
    @Ctx() context: SubgraphContext,
  ) {
    if (request.kind !== 'BULK_CHANGE') return null;
    const wanted = readPage(args);
    const view = await this.#viewOf(context);
    const found = await this.#parts.store.read((unit) =>
      unit.bulk.page(request.id, { ...wanted, limit: wanted.limit + 1 }),
    );
    const nodes = found.slice(0, wanted.limit).map((row) => shapeRow(row, view));
    const edges = nodes.map((node) => ({ node, cursor: String(node.line) }));
    const pageInfo = { hasNextPage: found.length > wanted.limit, endCursor: edges.at(-1)?.cursor ?? null };
    return { edges, nodes, pageInfo };
  }
}
