import type { SubgraphContext } from '@countersign/platform';
import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Parts } from '../ports/parts.ts';
import { batch } from './batch.ts';
import { ChangeRequestType } from './change-request-type.ts';
import { ClearingParticipantType } from './clearing-participant-type.ts';
import { shapeFor } from './shape.ts';
import { UserProfileType } from './user-profile-type.ts';
import { type View, isWithin } from './view.ts';

type ViewOf = (context: SubgraphContext) => Promise<View | null>;
type Load<Value> = (key: string, context: SubgraphContext) => Promise<Value | undefined>;

/** What approvals adds to a profile; null for whoever may not see the request (M10). */
@Resolver(() => UserProfileType)
export class UserProfileFields {
  readonly #load: Load<ReturnType<typeof shapeFor>>;

  constructor(parts: Parts, viewOf: ViewOf) {
    this.#load = batch(async (userIds, context) => {
      const view = await viewOf(context);
      if (view === null) return new Map();
      const at = parts.clock.now();
      const open = await parts.store.read((unit) => unit.requests.openOnUserIds(userIds, at));
      const visible = [...open].filter(([, request]) => isWithin(view, request.participant));
      return new Map(visible.map(([userId, request]) => [userId, shapeFor(view, request, at)]));
    });
  }

  @FieldResolver(() => ChangeRequestType, {
    nullable: true,
    description: 'The request that waits on this profile, if any.',
  })
  async openChangeRequest(@Root() profile: UserProfileType, @Ctx() context: SubgraphContext) {
    return (await this.#load(profile.userId, context)) ?? null;
  }
}

/** What approvals adds to a clearing participant; 0 for whoever may not see its requests (M10). */
@Resolver(() => ClearingParticipantType)
export class ClearingParticipantFields {
  readonly #load: Load<number>;

  constructor(parts: Parts, viewOf: ViewOf) {
    this.#load = batch(async (codes, context) => {
      const view = await viewOf(context);
      const visible = codes.filter((code) => isWithin(view, code));
      if (visible.length === 0) return new Map();
      return parts.store.read((unit) => unit.requests.countOpen(visible, parts.clock.now()));
    });
  }

  @FieldResolver(() => Int, { description: 'How many requests of this participant are open.' })
  async openChangeRequestCount(@Root() participant: ClearingParticipantType, @Ctx() context: SubgraphContext) {
    return (await this.#load(participant.code, context)) ?? 0;
  }
}
