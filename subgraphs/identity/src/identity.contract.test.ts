import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { query } from '@countersign/platform';
import { startMariaDb, type TestMariaDb } from '../../../test/support/servers.ts';
import { applySuite } from './changes/apply.suite.ts';
import { decideSuite } from './changes/decide.suite.ts';
import { houseSuite } from './changes/house.suite.ts';
import { proposeSuite } from './changes/propose.suite.ts';
import { exportsSuite } from './exports/exports.suite.ts';
import { openScene, type Scene } from './identity-scene.suite.ts';
import { createParticipant, importProfiles, type ImportRow } from './index.ts';
import { reportsSuite } from './reports/reports.suite.ts';
import { listingStatement } from './rows/enquire-profiles.ts';
import type { ListingFilter } from './user-profile/listing.ts';
import { houseMigrationSuite } from './rows/house-migrations.suite.ts';
import { importSuite } from './rows/import-profiles.suite.ts';
import { serviceAccountsSuite } from './service-account/service-accounts.suite.ts';

describe('identity on MySQL', () => {
  let server: TestMariaDb;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(() => server.stop());

  describe('propose', () => proposeSuite(() => openScene(server.url, 'identity_propose')));
  describe('decide', () => decideSuite(() => openScene(server.url, 'identity_decide')));
  describe('apply', () => applySuite(() => openScene(server.url, 'identity_apply')));
  describe('house', () => houseSuite(() => openScene(server.url, 'identity_house')));
  describe('reports', () => reportsSuite(() => openScene(server.url, 'identity_reports')));
  describe('exports', () => exportsSuite(() => openScene(server.url, 'identity_exports')));
  describe('service accounts', () => serviceAccountsSuite(() => openScene(server.url, 'identity_accounts')));
  houseMigrationSuite(async (name) => ({ url: server.url, name: `identity_house_${name}` }));
  describe('import', () => importSuite(() => openScene(server.url, 'identity_import')));

  describe('listing', () => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await openScene(server.url, 'identity_listing');
    });
    afterAll(() => scene.close());

    it.each([
      ['zOË', ['HKABC102']],
      ['hkabc1x', ['HKABC1X1', 'HKABC1X2']],
      ['100%', ['HKABC102']],
      ['陳', []],
    ])('finds %s as SQLite does', async (search, expected) => {
      const answer = await scene.as(
        'HKABC1X1',
        'query($f: UserProfileFilter) { userProfiles(filter: $f) { nodes { userId } } }',
        { f: { search } },
      );
      expect(answer.errors).toEqual([]);
      expect(answer.data['userProfiles']).toEqual({ nodes: expected.map((userId) => ({ userId })) });
    });

    it.each<[string, ListingFilter]>([
      ['everybody', {}],
      ['a participant', { participant: 'ABC' }],
      ['a participant, by user ID', { participant: 'ABC', search: 'HKABC1' }],
      ['a participant, by name', { participant: 'ABC', search: 'wong' }],
      ['everybody, by user ID', { search: 'HKXYZ' }],
      ['everybody, by address', { search: 'wong@xyz.com' }],
    ])('of %s is read from an index in its order, never sorted or read whole', async (_, filter) => {
      await fill(scene, 20_000);
      const { sql, values } = listingStatement(filter, { after: null, size: 50 });
      const [plan] = await scene.database.read((tx) =>
        query<{ table: string; type: string; key: string; Extra: string }>(tx, `EXPLAIN ${sql}`, values),
      );
      expect(plan?.key).toMatch(/^user_profile_/);
      expect(plan?.type).not.toBe('ALL');
      expect(plan?.Extra).not.toContain('filesort');
    });
  });
});

let filled = false;

/** Many profiles of other participants, so that the optimiser's choice is that of a large installation. */
async function fill(scene: Scene, count: number): Promise<void> {
  if (filled) return;
  filled = true;
  await scene.write(async (tx, at) => {
    for (let other = 0; other < 20; other += 1) {
      const participant = `P${String(other).padStart(2, '0')}`;
      await createParticipant(tx, { code: participant, name: participant, clearingHouse: 'HKCC' }, at);
    }
  });
  async function* rows(): AsyncGenerator<ImportRow> {
    for (let n = 0; n < count; n += 1) {
      const cells = {
        surname: 'X',
        otherNames: 'Y',
        status: 'ENABLED',
        enableFrom: '',
        disableAfter: '',
        clearingHouseOptions: 'ALL',
      };
      const participant = `P${String(n % 20).padStart(2, '0')}`;
      yield {
        ...cells,
        line: n,
        userId: `E${1_000_000 + n}`,
        participant,
        groups: [],
        srn: '',
        certificateExpiry: '',
        email: `x${n}@x.com`,
      };
    }
  }
  for await (const progress of importProfiles(scene.database, rows(), {
    commit: 'all',
    clock: scene.clock,
    actor: 'x',
  })) {
    if (progress.kind === 'refused') throw new Error(progress.message);
  }
  await scene.write((tx) => query(tx, 'ANALYZE TABLE user_profile'));
}
