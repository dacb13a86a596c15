import { accountChangeSuite } from '../testing/account-changes.suite.ts';
import { deletionSuite } from '../testing/deletion.suite.ts';
import { initialPinSuite } from '../testing/initial-pin.suite.ts';

accountChangeSuite(() => ({}));
deletionSuite(() => ({}));
initialPinSuite(() => ({}));
