import { describe } from '@jest/globals';
import { sceneHere } from '../scene-here.suite.ts';
import { changesSuite } from './changes.suite.ts';

describe('changes on SQLite', () => changesSuite(sceneHere));
