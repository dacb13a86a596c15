import type { SubgraphContext } from '@countersign/platform';
import { type GraphQLResolveInfo, Kind } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { Parts } from '../ports/parts.ts';
import { batch } from './batch.ts';
import { ChangeRequestType } from './change-request-type.ts';
import type { shapeRequest } from './shape.ts';

/** True when the user ID is all that is asked, which the request itself remembers. */
function asksOnlyUserId({ fieldNodes }: GraphQLResolveInfo): boolean {
  const asked = fieldNodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
  return asked.every((each) => each.kind === Kind.FIELD && each.name.value === 'userId');
}

/**
 * Whom a request is about. A user ID is given again after a deletion, and then names somebody else, of whom this request
 * tells nothing: beyond the user ID there is a target only while that very profile lives (domain 3.2).
 */
@Resolver(() => ChangeRequestType)
export class TargetField {
  readonly #lives: (uuid: string, context: SubgraphContext) => Promise<true | undefined>;

  constructor({ people }: Pick<Parts, 'people'>) {
    this.#lives = batch(async (uuids) => {
      const living = await people.living(uuids);
      return new Map(living.map((uuid) => [uuid, true] as const));
    });
  }

  @FieldResolver()
  async target(@Root() request: ChangeRequestType, @Ctx() context: SubgraphContext, @Info() info: GraphQLResolveInfo) {
    const { target, targetUuid } = request as unknown as ReturnType<typeof shapeRequest>;
    if (target === null || asksOnlyUserId(info)) return target;
    return (await this.#lives(targetUuid, context)) === true ? target : null;
  }
}
