import { Fault, type SubgraphContext, requireSession } from '@countersign/platform';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { loadRequest } from '../change-request/load-request.ts';
import { type RequestQuery, isTooLarge, readPage, writeCursor } from '../change-request/request-page.ts';
import { errorCodes } from '../error-codes.ts';
import type { Parts } from '../ports/parts.ts';
import { ChangeRequestConnectionType } from './change-request-connection.ts';
import { ChangeRequestType } from './change-request-type.ts';
import { ChangeRequestFilter } from './inputs/change-request-filter.ts';
import { readFilter } from './read-filter.ts';
import { shapeFor } from './shape.ts';
import { type View, isWithin } from './view.ts';

const NOTHING = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };

/** Reading change requests: of the viewer's own participant only (M10). */
@Resolver()
export class ChangeRequestQueries {
  readonly #parts: Parts;
  readonly #viewOf: (context: SubgraphContext) => Promise<View | null>;

  constructor(parts: Parts, viewOf: (context: SubgraphContext) => Promise<View | null>) {
    this.#parts = parts;
    this.#viewOf = viewOf;
  }

  @Query(() => ChangeRequestType, {
    nullable: true,
    description: 'One request, or null when there is no such request for the viewer.',
  })
  async changeRequest(@Arg('id', () => ID) id: string, @Ctx() context: SubgraphContext) {
    requireSession(context);
    return this.find(id, context);
  }

  @Query(() => ChangeRequestConnectionType, {
    description: 'Change requests of the viewer’s participant, newest first.',
  })
  async changeRequests(
    @Arg('filter', () => ChangeRequestFilter, { nullable: true }) filter: ChangeRequestFilter | null,
    @Arg('first', () => Int, { nullable: true }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: SubgraphContext,
  ) {
    requireSession(context);
    const view = await this.#viewOf(context);
    if (view === null)
      throw new Fault('NOT_PERMITTED', 'Change requests are shown to a DA Maker or DA Checker with access level EE.');
    const page = readPage(first, after);
    if (isTooLarge(first)) throw new Fault('PAGE_TOO_LARGE', errorCodes.PAGE_TOO_LARGE);
    if (page === null) throw new Fault('INVALID_PAGE', errorCodes.INVALID_PAGE);
    const asked = filter?.participant?.trim().toUpperCase() ?? view.participant;
    // Another participant's requests look like none (M10).
    if (view.participant !== undefined && asked !== view.participant) return NOTHING;
    const at = this.#parts.clock.now();
    return this.#page(view, { ...readFilter(filter ?? {}), ...page, participant: asked, at });
  }

  /** Also answers other subgraphs' references, so it judges the view itself. */
  async find(id: string, context: SubgraphContext) {
    const [view, request] = await Promise.all([this.#viewOf(context), loadRequest(this.#parts, id)]);
    return request !== null && isWithin(view, request.participant)
      ? shapeFor(view, request, this.#parts.clock.now())
      : null;
  }

  async #page(view: View, wanted: RequestQuery) {
    const found = await this.#parts.store.read((unit) => unit.requests.list({ ...wanted, limit: wanted.limit + 1 }));
    const edges = found
      .slice(0, wanted.limit)
      .map((request) => ({ node: shapeFor(view, request, wanted.at), cursor: writeCursor(request) }));
    return { edges, pageInfo: { hasNextPage: found.length > wanted.limit, endCursor: edges.at(-1)?.cursor ?? null } };
  }
}
