import { describe } from '@jest/globals';
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

describe('approvals on a file', () => {
  sameScreenSuite(() => openWorld());
  ownSessionSuite(() => openWorld());
  failedAuthorisationSuite(() => openWorld());
  changeRequestsSuite(() => openWorld());
  requestEventsSuite(() => openWorld());
  houseAndWaiverSuite(() => openWorld());
  targetsAndFiltersSuite(() => openWorld());
  upgradeSuite(() => undefined);
  decisionsRaceSuite(() => openWorld());
  lifeOfARequestSuite(() => openWorld());
  reportsSuite(() => openWorld());
});
