import { sceneHere } from '../scene-here.suite.ts';
import { serviceAccountsSuite } from './service-accounts.suite.ts';

serviceAccountsSuite(sceneHere);
