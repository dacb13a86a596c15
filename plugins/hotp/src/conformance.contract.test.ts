import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { describeAuthenticator, mysqlTables } from '@countersign/authenticator-kit/conformance';
import { startMariaDb, type TestMariaDb } from '../../../test/support/servers.ts';
import { hotpAuthenticator } from './index.ts';
import { hotpFixtures } from './test-fixtures.ts';

let server: TestMariaDb;
beforeAll(async () => {
  server = await startMariaDb();
});
afterAll(() => server.stop());

describe('on MariaDB', () => {
  const openTables = mysqlTables(() => server.url);
  describeAuthenticator({ describe, it, plugin: hotpAuthenticator(), fixtures: hotpFixtures, openTables });
});
