import { afterAll, beforeAll, describe } from '@jest/globals';
import { startMariaDb, type TestMariaDb } from '../../../../test/support/servers.ts';
import { openScene } from '../identity-scene.suite.ts';
import { profilePageSuite } from './profile-page.suite.ts';

describe('on MariaDB', () => {
  let server: TestMariaDb;
  let scenes = 0;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(() => server.stop());

  profilePageSuite(() => {
    scenes += 1;
    return openScene(server.url, `identity_page_${scenes}`);
  });
});
