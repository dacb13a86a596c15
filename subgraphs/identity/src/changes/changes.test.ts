import { describe } from '@jest/globals';
import { sceneHere } from '../scene-here.suite.ts';
import { applySuite } from './apply.suite.ts';
import { decideSuite } from './decide.suite.ts';
import { proposeSuite } from './propose.suite.ts';

describe('changes on SQLite', () => {
  describe('propose', () => proposeSuite(sceneHere));
  describe('decide', () => decideSuite(sceneHere));
  describe('apply', () => applySuite(sceneHere));
});
