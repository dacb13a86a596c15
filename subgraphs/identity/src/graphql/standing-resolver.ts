import {
  Fault,
  inBatches,
  Internal,
  requireService,
  type SubgraphContext,
  type Transaction,
} from '@countersign/platform';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import { permittedActions, permittedSignIns } from '../permission-matrix/permitted-actions.ts';
import { waiverHolds } from '../clearing-participant/sole-da-waiver.ts';
import { findPerson, type FoundProfile, type ProfileName } from '../rows/find-profile.ts';
import { findProfiles, livingAmong } from '../rows/find-profiles.ts';
import { readPhase } from '../rows/phase-row.ts';
import { canonicalUserId } from '../user-id/canonical-user-id.ts';
import { hiddenFields } from '../user-profile/form-fields.ts';
import { standingOf } from '../user-profile/standing.ts';
import { MigrationPhaseEnum } from './enums.ts';
import type { Parts } from './parts.ts';
import { PersonType } from './person-type.ts';
import { StandingType } from './standing-type.ts';

const LOOKED_UP_AT_ONCE = 64;

const UUID = /^[0-9a-f-]{36}$/;

/** The one name that was given, or null when it can be nobody's. */
function nameOf(userId: string | null | undefined, profileUuid: string | null | undefined): ProfileName | null {
  const given = [userId, profileUuid].filter((each) => typeof each === 'string');
  const [name = ''] = given;
  if (given.length !== 1) throw new Fault('BAD_USER_INPUT', 'Name either a user ID or a profile.');
  if (name === profileUuid) return UUID.test(name) ? { uuid: name } : null;
  const canonical = canonicalUserId(name);
  return canonical === null ? null : { userId: canonical };
}

/** What the other parts ask at every request: who is this, and what may they do now? */
@Resolver()
export class StandingResolver {
  readonly #parts: Parts;
  readonly #standingOf: (name: ProfileName) => Promise<StandingType | null>;

  constructor(parts: Parts) {
    this.#parts = parts;
    // Asked several times in every request, so those of one moment are read by one statement.
    this.#standingOf = inBatches({
      most: LOOKED_UP_AT_ONCE,
      run: (names: readonly ProfileName[]) =>
        parts.database.read(async (tx) => {
          const all = await findProfiles(tx, names);
          return Promise.all(all.map((found) => (found === null ? null : this.#standing(tx, found))));
        }),
    });
  }

  @Internal()
  @Query(() => StandingType, { nullable: true })
  async standing(
    @Arg('userId', () => ID, { nullable: true }) userId: string | undefined,
    @Arg('profileUuid', () => ID, { nullable: true }) profileUuid: string | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<StandingType | null> {
    requireService(context, 'gateway', 'authentication', 'approvals');
    const name = nameOf(userId, profileUuid);
    return name === null ? null : this.#standingOf(name);
  }

  @Internal()
  @Query(() => PersonType, {
    description: 'Whoever has this user ID, or nobody, and the phase in force: one look-up for a login.',
  })
  async person(@Arg('userId', () => ID) userId: string, @Ctx() context: SubgraphContext): Promise<PersonType> {
    requireService(context, 'authentication');
    // An ID that can be nobody's is looked up all the same, so that it takes as long (O8).
    const name = canonicalUserId(userId) ?? '';
    return this.#parts.database.read(async (tx) => {
      const { profile, ...house } = await findPerson(tx, name);
      return {
        phase: house.phase,
        standing: profile === null ? null : await this.#standing(tx, { profile, ...house }),
      };
    });
  }

  @Internal()
  @Query(() => [ID], { description: 'Which of these profiles still live: a user ID given again is somebody else.' })
  async livingProfiles(
    @Arg('profileUuids', () => [ID]) profileUuids: string[],
    @Ctx() context: SubgraphContext,
  ): Promise<readonly string[]> {
    requireService(context, 'approvals');
    const uuids = profileUuids.filter((each) => UUID.test(each));
    return this.#parts.database.read((tx) => livingAmong(tx, uuids));
  }

  async #standing(tx: Transaction, found: FoundProfile): Promise<StandingType> {
    const { matrix, clock, catalogues } = this.#parts;
    const { phase } = found;
    const now = clock.now();
    const standing = standingOf(found.profile, now, await catalogues.at(tx, found.catalogueStamp));
    const { profile, ...rights } = standing;
    const permitted = permittedActions({ standing, phase, matrix });
    return {
      ...profile,
      ...rights,
      profileUuid: profile.uuid,
      phase,
      permitted,
      signIns: permittedSignIns({ standing, matrix }),
      hiddenFields: hiddenFields(phase),
      soleDaWaiver: waiverHolds(found.waivedUntil, now),
    };
  }

  @Internal()
  @Query(() => MigrationPhaseEnum, { description: 'The phase in force, for the other parts.' })
  async phase(@Ctx() context: SubgraphContext): Promise<MigrationPhase> {
    requireService(context, 'gateway', 'authentication', 'approvals');
    return this.#parts.database.read(readPhase);
  }
}
