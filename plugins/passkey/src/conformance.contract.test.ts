import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { describeAuthenticator, mysqlTables } from '@countersign/authenticator-kit/conformance';
import { startMariaDb, type TestMariaDb } from '../../../test/support/servers.ts';
import { passkeyAuthenticator } from './index.ts';
import { passkeyFixtures } from './testing/passkey-fixtures.ts';

let server: TestMariaDb;
beforeAll(async () => {
  server = await startMariaDb();
});
afterAll(() => server.stop());

describe('on MariaDB', () => {
  const openTables = mysqlTables(() => server.url);
  describeAuthenticator({ describe, it, plugin: passkeyAuthenticator(), fixtures: passkeyFixtures, openTables });
});
