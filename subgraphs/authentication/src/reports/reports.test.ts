import { reportsSuite } from '../testing/reports.suite.ts';

reportsSuite(() => ({}));
