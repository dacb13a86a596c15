import { describe } from '@jest/globals';
import { sceneHere } from '../scene-here.suite.ts';
import { mergeAdviceSuite } from './merge-advice.suite.ts';

describe('merge advice on SQLite', () => mergeAdviceSuite(sceneHere));
