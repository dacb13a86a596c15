import type { LocalDate } from '../function-hours/hong-kong-date.ts';
import type { Catalogue } from '../groups/catalogue.ts';
import { SECURITY_MANAGEMENT } from '../groups/group.ts';
import { usable } from '../user-profile/usable.ts';
import type { ProfileStatus, ProfileType } from '../user-profile/user-profile.ts';
import type { ReportReader } from './report-reader.ts';

/** A live profile that holds a DA group. */
export interface Administrator {
  readonly participant: string;
  readonly userId: string;
  readonly type: ProfileType;
  readonly surname: string;
  readonly otherNames: string;
  readonly groups: readonly string[];
  readonly mailbox: string | null;
  readonly usable: boolean;
  /** Usable with access level EE in that role: somebody who can act (2.2). */
  readonly maker: boolean;
  readonly checker: boolean;
}

interface Row {
  readonly participant: string;
  readonly user_id: string;
  readonly type: ProfileType;
  readonly status: ProfileStatus;
  readonly surname: string;
  readonly other_names: string;
  readonly enable_from: LocalDate | null;
  readonly disable_after: LocalDate | null;
  readonly group_codes: string;
  readonly mailbox_key: string | null;
}

function administratorOf(row: Row, now: Date): Administrator {
  const groups = row.group_codes.split(' ').filter((code) => code !== '');
  const { status, enable_from: enableFrom, disable_after: disableAfter } = row;
  const able = usable({ status, enableFrom, disableAfter, deletedAt: null }, now);
  const acts = (role: string): boolean => able && groups.includes(role) && groups.includes(SECURITY_MANAGEMENT);
  return {
    participant: row.participant,
    userId: row.user_id,
    type: row.type,
    surname: row.surname,
    otherNames: row.other_names,
    groups,
    mailbox: row.mailbox_key,
    usable: able,
    maker: acts('DA_MAKER'),
    checker: acts('DA_CHECKER'),
  };
}

/** Everybody who holds a DA group in these participants. Users can hold one at END only, so before END no user is read (Table 1). */
export async function administratorsOf(
  { select, phase, at }: ReportReader,
  participants: readonly string[],
): Promise<readonly Administrator[]> {
  if (participants.length === 0) return [];
  const types = phase === 'END' ? ['DA', 'USER'] : ['DA'];
  const marks = (values: readonly string[]): string => values.map(() => '?').join(', ');
  const rows = await select<Row>(
    `SELECT p.participant, p.live_user_id AS user_id, p.type, p.status, p.surname, p.other_names, p.enable_from, p.disable_after,
        p.group_codes, p.mailbox_key FROM user_profile p
      WHERE p.type IN (${marks(types)}) AND p.participant IN (${marks(participants)}) AND p.live_user_id IS NOT NULL
        AND (p.group_codes LIKE '% DA_MAKER %' OR p.group_codes LIKE '% DA_CHECKER %')
      ORDER BY p.participant, p.live_user_id`,
    [...types, ...participants],
  );
  return rows.map((row) => administratorOf(row, at));
}

/** The groups among these that give business functions; a code that the catalogue does not know is counted in (W9). */
export function businessGroups(catalogue: Catalogue, codes: readonly string[]): readonly string[] {
  return codes.filter((code) => (catalogue.find(code)?.kind ?? 'BUSINESS') === 'BUSINESS');
}
