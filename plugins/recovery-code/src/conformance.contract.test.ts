import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { describeAuthenticator, mysqlTables } from '@countersign/authenticator-kit/conformance';
import { startMariaDb, type TestMariaDb } from '../../../test/support/servers.ts';
import { recoveryCodeAuthenticator } from './index.ts';
import { recoveryCodeFixtures } from './test-fixtures.ts';

let server: TestMariaDb;
beforeAll(async () => {
  server = await startMariaDb();
});
afterAll(() => server.stop());

describe('on MariaDB', () => {
  const openTables = mysqlTables(() => server.url);
  describeAuthenticator({
    describe,
    it,
    plugin: recoveryCodeAuthenticator(),
    fixtures: recoveryCodeFixtures,
    openTables,
  });
});
