import { describe } from '@jest/globals';
import { bulkSuite } from '../testing/bulk.suite.ts';
import { bulkPreviewSuite } from '../testing/bulk-preview.suite.ts';
import { openWorld } from '../testing/world.suite.ts';

describe('bulk requests on a file', () => bulkSuite(() => openWorld()));
describe('a dry run on a file', () => bulkPreviewSuite(() => openWorld()));
