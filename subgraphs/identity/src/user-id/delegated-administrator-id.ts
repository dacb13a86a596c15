import type { ParticipantCode } from './participant-code.ts';
import type { ClearingHouse } from './user-id-shape.ts';
import type { UserId } from './canonical-user-id.ts';

/** Which way round SEOCH's new administrator IDs are written; the seed's example is digit first (domain 3.2.5). */
export type SeochDaIdOrder = 'DIGIT_LETTER' | 'LETTER_DIGIT';

const LETTERS = ['X', 'Y', 'Z'] as const;

/** All 108 administrator IDs of a participant, in the order in which they are offered. */
export function* delegatedAdministratorIds(
  code: ParticipantCode,
  house: ClearingHouse,
  seochOrder: SeochDaIdOrder = 'DIGIT_LETTER',
): Generator<UserId> {
  const letterFirst = house === 'SEOCH' && seochOrder === 'LETTER_DIGIT';
  for (const letter of LETTERS) {
    for (let entity = 1; entity <= 4; entity += 1) {
      for (let last = 1; last <= 9; last += 1) {
        yield `HK${code}${letterFirst ? `${letter}${entity}` : `${entity}${letter}`}${last}` as UserId;
      }
    }
  }
}
