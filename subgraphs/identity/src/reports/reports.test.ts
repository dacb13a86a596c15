import { sceneHere } from '../scene-here.suite.ts';
import { reportsSuite } from './reports.suite.ts';

reportsSuite(sceneHere);
