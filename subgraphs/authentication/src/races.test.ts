import { raceSuite } from './testing/races.suite.ts';

raceSuite(() => ({}));
