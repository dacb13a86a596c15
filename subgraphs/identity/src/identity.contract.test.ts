import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { query } from '@countersign/platform';
import { startMariaDb, type TestMariaDb } from '../../../test/support/servers.ts';
import { applySuite } from './changes/apply.suite.ts';
import { decideSuite } from './changes/decide.suite.ts';
import { proposeSuite } from './changes/propose.suite.ts';
import { openScene, type Scene } from './identity-scene.suite.ts';
import { importSuite } from './rows/import-profiles.suite.ts';

describe('identity on MySQL', () => {
  let server: TestMariaDb;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(() => server.stop());

  describe('propose', () => proposeSuite(() => openScene(server.url, 'identity_propose')));
  describe('decide', () => decideSuite(() => openScene(server.url, 'identity_decide')));
  describe('apply', () => applySuite(() => openScene(server.url, 'identity_apply')));
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

    it('reads a page in index order, without sorting, for a participant and for everybody', async () => {
      const plan = (where: string, values: readonly string[]) =>
        scene.database.read((tx) =>
          query<{ key: string; Extra: string }>(
            tx,
            `EXPLAIN SELECT p.uuid FROM user_profile p FORCE INDEX FOR ORDER BY (user_profile_listing, user_profile_live) WHERE p.live_user_id > ? ${where} ORDER BY p.live_user_id LIMIT 51`,
            ['', ...values],
          ),
        );
      for (const [where, values] of [
        ['AND p.participant = ?', ['ABC']],
        ['', []],
      ] as const) {
        expect((await plan(where, values))[0]?.Extra ?? '').not.toContain('filesort');
      }
    });
  });
});
