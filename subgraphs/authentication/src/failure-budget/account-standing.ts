import { inBatches, marksFor, query } from '@countersign/platform';
import type { Parts } from '../parts.ts';

const ASKED_AT_ONCE = 64;

/** Whether a person may not prove anything now. */
export interface AccountStanding {
  readonly locked: boolean;
}

interface Failures {
  readonly profile_uuid: string;
  readonly locked_at: number | null;
  readonly second_factor_failures: number;
}

/** Whether a person is locked, for another part that lets him decide something (W2); nobody known is not locked. */
export function accountStandings({
  database,
  policy,
}: Pick<Parts, 'database' | 'policy'>): (profileUuid: string) => Promise<AccountStanding> {
  return inBatches({
    most: ASKED_AT_ONCE,
    async run(uuids: readonly string[]) {
      const { marks, values } = marksFor([...new Set(uuids)]);
      const sql = `SELECT profile_uuid, locked_at, second_factor_failures FROM account WHERE profile_uuid IN (${marks})`;
      const rows = await database.read((tx) => query<Failures>(tx, sql, values));
      const found = new Map(rows.map((row) => [row.profile_uuid, row]));
      return uuids.map((uuid) => {
        const account = found.get(uuid);
        const spent = (account?.second_factor_failures ?? 0) >= policy.secondFactorFailures;
        return { locked: spent || (account?.locked_at ?? null) !== null };
      });
    },
  });
}
