import { afterAll, beforeAll, describe } from '@jest/globals';
import { startMariaDb, type TestMariaDb } from '../../../../test/support/servers.ts';
import { mergeAdviceSuite } from '../graphql/merge-advice.suite.ts';
import { openScene } from '../identity-scene.suite.ts';
import { creationSuite } from './creation.suite.ts';
import { deletionSuite } from './deletion.suite.ts';
import { groupsSuite } from './groups.suite.ts';
import { judgedOnlySuite } from './judged-only.suite.ts';
import { statusSuite } from './status.suite.ts';
import { tenancySuite } from './tenancy.suite.ts';

describe('kinds of change on MySQL', () => {
  let server: TestMariaDb;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(() => server.stop());
  const on = (name: string) => () => openScene(server.url, `identity_kind_${name}`);

  describe('creation', () => creationSuite(on('creation')));
  describe('deletion', () => deletionSuite(on('deletion')));
  describe('status', () => statusSuite(on('status')));
  describe('groups', () => groupsSuite(on('groups')));
  describe('judged here, applied by Authentication', () => judgedOnlySuite(on('judged')));
  describe('tenancy', () => tenancySuite(on('tenancy')));
  describe('merge advice', () => mergeAdviceSuite(on('merge')));
});
