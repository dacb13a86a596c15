import { describe } from '@jest/globals';
import { sceneHere } from '../scene-here.suite.ts';
import { creationSuite } from './creation.suite.ts';
import { deletionSuite } from './deletion.suite.ts';
import { groupsSuite } from './groups.suite.ts';
import { judgedOnlySuite } from './judged-only.suite.ts';
import { statusSuite } from './status.suite.ts';
import { tenancySuite } from './tenancy.suite.ts';

describe('kinds of change on SQLite', () => {
  describe('creation', () => creationSuite(sceneHere));
  describe('deletion', () => deletionSuite(sceneHere));
  describe('status', () => statusSuite(sceneHere));
  describe('groups', () => groupsSuite(sceneHere));
  describe('judged here, applied by Authentication', () => judgedOnlySuite(sceneHere));
  describe('tenancy', () => tenancySuite(sceneHere));
});
