import { afterAll, beforeAll, describe } from '@jest/globals';
import { startMariaDb, type TestMariaDb } from '../../../test/support/servers.ts';
import { accountChangeSuite } from './testing/account-changes.suite.ts';
import { deletionSuite } from './testing/deletion.suite.ts';
import { initialPinSuite } from './testing/initial-pin.suite.ts';
import { reportsSuite } from './testing/reports.suite.ts';
import { sweepSuite } from './testing/sweep.suite.ts';
import { tokenImportSuite } from './testing/token-import.suite.ts';

describe('on MariaDB', () => {
  let mariaDb: TestMariaDb;
  beforeAll(async () => {
    mariaDb = await startMariaDb();
  });
  afterAll(() => mariaDb.stop());

  const stores = () => ({ url: `${mariaDb.url}${Math.trunc(performance.now() * 1_000).toString(36)}` });
  accountChangeSuite(stores);
  deletionSuite(stores);
  initialPinSuite(stores);
  reportsSuite(stores);
  sweepSuite(stores);
  tokenImportSuite(stores);
});
