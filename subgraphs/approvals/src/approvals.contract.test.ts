import { afterAll, beforeAll, describe } from '@jest/globals';
import { type TestMariaDb, startMariaDb } from '../../../test/support/servers.ts';
import { changeRequestsSuite } from './testing/change-requests.suite.ts';
import { decisionsRaceSuite } from './testing/decisions-race.suite.ts';
import { failedAuthorisationSuite } from './testing/failed-authorisation.suite.ts';
import { houseAndWaiverSuite } from './testing/house-and-waiver.suite.ts';
import { lifeOfARequestSuite } from './testing/life-of-a-request.suite.ts';
import { ownSessionSuite } from './testing/own-session.suite.ts';
import { reportsSuite } from './testing/reports.suite.ts';
import { requestEventsSuite } from './testing/request-events.suite.ts';
import { sameScreenSuite } from './testing/same-screen.suite.ts';
import { targetsAndFiltersSuite } from './testing/targets-and-filters.suite.ts';
import { upgradeSuite } from './testing/upgrade.suite.ts';
import { openWorld } from './testing/world.suite.ts';

describe('approvals on MySQL, two instances', () => {
  let server: TestMariaDb;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(() => server.stop());
  const open = () => openWorld(server.url);

  sameScreenSuite(open);
  ownSessionSuite(open);
  failedAuthorisationSuite(open);
  changeRequestsSuite(open);
  requestEventsSuite(open);
  houseAndWaiverSuite(open);
  targetsAndFiltersSuite(open);
  upgradeSuite(() => server.url);
  decisionsRaceSuite(open);
  lifeOfARequestSuite(open);
  reportsSuite(open);
});
