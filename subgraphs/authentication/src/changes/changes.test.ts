import { accountChangeSuite } from '../testing/account-changes.suite.ts';
import { initialPinSuite } from '../testing/initial-pin.suite.ts';

accountChangeSuite(() => ({}));
initialPinSuite(() => ({}));
