import { limitSuite } from './testing/limits.suite.ts';

limitSuite(() => ({}));
