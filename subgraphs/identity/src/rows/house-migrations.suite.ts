import { createLogger, type Database, execute, openDatabase, query } from '@countersign/platform';
import { describe, expect, it } from '@jest/globals';
import type { LocalDate } from '../function-hours/hong-kong-date.ts';
import { standardGroups } from '../groups/standard-groups.ts';
import { readCalendarOverride } from './calendar-row.ts';
import { findPerson } from './find-profile.ts';
import { readCatalogue } from './group-row.ts';
import { houseMigrations } from './house-migrations.ts';
import { identityMigrations } from './identity-migrations.ts';
import { readHouse } from './phase-row.ts';

const logger = createLogger({ level: 'silent', part: 'test' });
const former = identityMigrations.filter((each) => !houseMigrations.includes(each));
const TABLE =
  'CREATE TABLE user_group (code VARCHAR(24) NOT NULL PRIMARY KEY, kind VARCHAR(12) NOT NULL, name VARCHAR(80) NOT NULL, functions TEXT NOT NULL, position SMALLINT NOT NULL, retired_at BIGINT NULL, version BIGINT NOT NULL)';

/** Tables of the former release become those of this one, whatever a killed attempt left behind; on either engine. */
export function houseMigrationSuite(
  urlOf: (name: string) => Promise<{ readonly url: string; readonly name: string }>,
): void {
  const upgraded = async (name: string, before: (database: Database) => Promise<void>): Promise<Database> => {
    const at = await urlOf(name);
    const old = await openDatabase({ ...at, migrations: former, logger });
    await before(old);
    await old.close();
    return openDatabase({ ...at, migrations: identityMigrations, logger });
  };
  const override = (database: Database) =>
    database.transaction(async (tx) => {
      await execute(
        tx,
        "INSERT INTO calendar_override (on_date, opens_at_minute, closes_at_minute, reason, written_at) VALUES ('2026-12-24', NULL, NULL, 'Kept', 1)",
      );
    });

  describe('tables of the house', () => {
    it.each(['whole', 'half_done'])('are there after an upgrade (%s), and what was stored is kept', async (name) => {
      const database = await upgraded(name, async (old) => {
        await override(old);
        if (name === 'whole') return;
        await old.transaction(async (tx) => {
          await execute(tx, TABLE);
          await execute(tx, "INSERT INTO user_group VALUES ('DA_MAKER', 'DA', 'Renamed', '[]', 1, NULL, 4)");
          await execute(tx, 'ALTER TABLE calendar_override ADD COLUMN version BIGINT NOT NULL DEFAULT 1');
        });
      });
      try {
        await database.read(async (tx) => {
          const catalogue = await readCatalogue(tx);
          expect(catalogue.groups.map((each) => each.code)).toEqual(standardGroups.map((each) => each.code));
          expect(catalogue.find('DA_MAKER')?.version).toBe(name === 'whole' ? 1 : 4);
          expect(await readHouse(tx)).toEqual({ phase: 'PRE_PARALLEL', catalogueStamp: 'first' });
          expect(await readCalendarOverride(tx, '2026-12-24' as LocalDate)).toMatchObject({
            stored: { reason: 'Kept', window: null },
            version: 1,
          });
          expect(await findPerson(tx, 'NOBODY')).toMatchObject({ profile: null, waivedUntil: null });
          expect(await query(tx, 'SELECT policy_key FROM policy')).toEqual([]);
        });
      } finally {
        await database.close();
      }
    });
  });
}
