import { Fault, requireSession, type SubgraphContext } from '@countersign/platform';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { takenUserIds } from '../rows/insert-profiles.ts';
import { findParticipants } from '../rows/participant-row.ts';
import { recordsIn } from '../rows/records-in.ts';
import { delegatedAdministratorIds } from '../user-id/delegated-administrator-id.ts';
import { participantCode } from '../user-id/participant-code.ts';
import { isHouseStaff } from '../user-profile/standing.ts';
import type { Parts } from './parts.ts';
import { readerIn } from './reader.ts';

const MOST = 108;

/** Administrators' IDs are assigned by the clearing house; this says which come next (seed 3, domain 3.2.5). */
@Resolver()
export class AdministratorIdResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Query(() => [ID], {
    description: "For the clearing house's operators and approvers: administrator IDs of a participant that are free.",
  })
  async freeAdministratorIds(
    @Arg('participant', () => ID) typed: string,
    @Arg('first', () => Int, { nullable: true }) first: number | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<readonly string[]> {
    requireSession(context);
    const size = first ?? 10;
    if (size < 1 || size > MOST)
      throw new Fault('PAGE_TOO_LARGE', `A participant has ${MOST} administrator IDs. Ask for 1 to ${MOST}.`);
    return this.#parts.database.read(async (tx) => {
      const reader = await readerIn(tx, context, this.#parts, this.#parts.clock.now());
      if (reader === null || !isHouseStaff(reader.standing, 'HKEX_OPERATOR', 'HKEX_APPROVER'))
        throw new Fault('NOT_PERMITTED', 'User IDs of administrators are assigned by the clearing house.');
      const [participant] = await findParticipants(tx, [participantCode(typed) ?? '']);
      if (participant === undefined) throw new Fault('PARTICIPANT_UNKNOWN', 'There is no such clearing participant.');
      const { code, clearingHouse } = participant;
      const { seochDaIdOrder } = await recordsIn(tx, this.#parts).house.policies(null);
      const order = seochDaIdOrder === 'LETTER_DIGIT' ? 'LETTER_DIGIT' : 'DIGIT_LETTER';
      const all = [...delegatedAdministratorIds(code, clearingHouse, order)];
      const taken = await takenUserIds(
        tx,
        all.map((userId) => ({ userId, participant: code })),
      );
      return all.filter((userId) => !taken.has(userId)).slice(0, size);
    });
  }
}
