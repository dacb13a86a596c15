import { describe } from '@jest/globals';
import { sceneHere } from '../scene-here.suite.ts';
import { bulkSuite } from './bulk.suite.ts';

describe('bulk change on SQLite', () => bulkSuite(sceneHere));
