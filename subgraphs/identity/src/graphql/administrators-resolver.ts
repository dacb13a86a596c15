import { Internal, requireService, type SubgraphContext } from '@countersign/platform';
import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { findHolders } from '../rows/find-administrators.ts';
import { readHouse } from '../rows/phase-row.ts';
import { participantCode } from '../user-id/participant-code.ts';
import { administers, isHouseStaff, type Standing, standingOf } from '../user-profile/standing.ts';
import type { Parts } from './parts.ts';

@Internal()
@ObjectType('Administrator', { description: 'Somebody who decides for a participant or the house and can be told.' })
class AdministratorType {
  @Field(() => ID) profileUuid!: string;
  @Field(() => ID) userId!: string;
  @Field(() => String, { nullable: true }) email!: string | null;
}

type DaRole = 'DA_MAKER' | 'DA_CHECKER';
type HouseRole = 'HKEX_OPERATOR' | 'HKEX_APPROVER';

/** Who is to be told of what concerns a participant, for the notices of Authentication (N1). */
@Resolver()
export class AdministratorsResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Internal()
  @Query(() => [AdministratorType], { description: "A participant's usable checkers, or the house's for none." })
  checkersOf(
    @Arg('participant', () => ID, { nullable: true }) participant: string | null,
    @Ctx() context: SubgraphContext,
  ): Promise<readonly AdministratorType[]> {
    return this.#usable(context, participant, { DA: ['DA_CHECKER'], HKEX: ['HKEX_APPROVER'] });
  }

  @Internal()
  @Query(() => [AdministratorType], { description: 'Usable makers and checkers alike.' })
  administratorsOf(
    @Arg('participant', () => ID, { nullable: true }) participant: string | null,
    @Ctx() context: SubgraphContext,
  ): Promise<readonly AdministratorType[]> {
    const roles = {
      DA: ['DA_MAKER', 'DA_CHECKER'],
      HKEX: ['HKEX_OPERATOR', 'HKEX_APPROVER'],
    } as const;
    return this.#usable(context, participant, roles);
  }

  async #usable(
    context: SubgraphContext,
    participant: string | null | undefined,
    roles: { readonly DA: readonly DaRole[]; readonly HKEX: readonly HouseRole[] },
  ): Promise<readonly AdministratorType[]> {
    requireService(context, 'authentication');
    const { database, clock, catalogues } = this.#parts;
    const named = participant ?? null;
    const code = named === null ? null : participantCode(named);
    if (named !== null && code === null) return [];
    const acts = (standing: Standing): boolean =>
      code === null ? isHouseStaff(standing, ...roles.HKEX) : roles.DA.some((role) => administers(standing, role));
    return database.read(async (tx) => {
      const catalogue = await catalogues.at(tx, (await readHouse(tx)).catalogueStamp);
      const holders = await findHolders(tx, code, code === null ? roles.HKEX : roles.DA);
      return holders
        .map((profile) => standingOf(profile, clock.now(), catalogue))
        .filter(acts)
        .map(({ profile: { uuid, userId, email } }) => ({ profileUuid: uuid, userId, email }));
    });
  }
}
