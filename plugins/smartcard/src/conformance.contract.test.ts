import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { describeAuthenticator, mysqlTables } from '@countersign/authenticator-kit/conformance';
import { startMariaDb, type TestMariaDb } from '../../../test/support/servers.ts';
import { smartcardAuthenticator } from './index.ts';
import { freshLists, issuersPem } from './test-cards.ts';
import { smartcardFixtures } from './test-fixtures.ts';

let server: TestMariaDb;
beforeAll(async () => {
  server = await startMariaDb();
});
afterAll(() => server.stop());

describe('on MariaDB', () => {
  const openTables = mysqlTables(() => server.url);
  const plugin = smartcardAuthenticator({ issuers: issuersPem, revocation: freshLists() });
  describeAuthenticator({ describe, it, plugin, fixtures: smartcardFixtures, openTables });
});
