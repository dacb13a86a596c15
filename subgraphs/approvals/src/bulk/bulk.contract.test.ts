import { afterAll, beforeAll, describe } from '@jest/globals';
import { type TestMariaDb, startMariaDb } from '../../../../test/support/servers.ts';
import { bulkPreviewSuite } from '../testing/bulk-preview.suite.ts';
import { bulkSuite } from '../testing/bulk.suite.ts';
import { openWorld } from '../testing/world.suite.ts';

describe('bulk requests on MySQL, two instances', () => {
  let server: TestMariaDb;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(() => server.stop());

  bulkSuite(() => openWorld(server.url));
  describe('a dry run', () => bulkPreviewSuite(() => openWorld(server.url)));
});
