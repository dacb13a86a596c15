import { limitSuite } from './testing/limits.suite.ts';
import { sourceLimitSuite } from './testing/source-limits.suite.ts';

limitSuite(() => ({}));
sourceLimitSuite(() => ({}));
