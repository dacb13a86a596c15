import { describe } from '@jest/globals';
import { sceneHere } from '../scene-here.suite.ts';
import { houseSuite } from './house.suite.ts';

describe('changes of the house on SQLite', () => houseSuite(sceneHere));
