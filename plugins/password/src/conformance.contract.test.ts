import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { describeAuthenticator, mysqlTables } from '@countersign/authenticator-kit/conformance';
import { startMariaDb, type TestMariaDb } from '../../../test/support/servers.ts';
import { passwordAuthenticator } from './index.ts';
import { passwordFixtures } from './test-fixtures.ts';

let server: TestMariaDb;
beforeAll(async () => {
  server = await startMariaDb();
});
afterAll(() => server.stop());

describe('on MariaDB', () => {
  const openTables = mysqlTables(() => server.url);
  describeAuthenticator({ describe, it, plugin: passwordAuthenticator(), fixtures: passwordFixtures, openTables });
});
