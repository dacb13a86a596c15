import { ownChangeRaceSuite } from './testing/own-change-races.suite.ts';

ownChangeRaceSuite(() => ({}));
