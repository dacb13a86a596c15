import { afterAll, beforeAll, describe } from '@jest/globals';
import { startMariaDb, type TestMariaDb } from '../../../../test/support/servers.ts';
import { openScene } from '../identity-scene.suite.ts';
import { eserviceCourseSuite } from './eservice-course.suite.ts';
import { eserviceSuite } from './eservice.suite.ts';

describe('eServices on MySQL', () => {
  let server: TestMariaDb;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(() => server.stop());
  eserviceSuite(() => openScene(server.url, 'identity_eservice'));
  eserviceCourseSuite(() => openScene(server.url, 'identity_eservice_course'));
});
