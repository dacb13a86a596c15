import type { ReportReader } from './report-reader.ts';

/** A participant as reports name it. */
export interface NamedParticipant {
  readonly code: string;
  readonly name: string;
  readonly clearing_house: string;
}

/** How many participants an aggregate goes through at once. */
export const PARTICIPANTS_AT_ONCE = 50;

/** Participants in scope after this code, by code, one more than a stretch holds when others follow. */
export async function participantsAfter(
  reader: ReportReader,
  after: string,
  most: number = PARTICIPANTS_AT_ONCE,
): Promise<readonly NamedParticipant[]> {
  const { profiles } = reader.scope;
  const own = profiles === 'EVERYBODY' ? [] : [profiles.participant];
  return reader.select<NamedParticipant>(
    `SELECT code, name, clearing_house FROM clearing_participant WHERE code > ?${own.length > 0 ? ' AND code = ?' : ''}
      ORDER BY code LIMIT ${Math.trunc(most) + 1}`,
    [after, ...own],
  );
}
