import { sweepSuite } from '../testing/sweep.suite.ts';

sweepSuite(() => ({}));
