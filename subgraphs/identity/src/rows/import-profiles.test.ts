import { describe } from '@jest/globals';
import { sceneHere } from '../scene-here.suite.ts';
import { importSuite } from './import-profiles.suite.ts';

describe('import on SQLite', () => importSuite(sceneHere));
