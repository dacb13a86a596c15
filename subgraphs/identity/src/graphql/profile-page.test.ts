import { sceneHere } from '../scene-here.suite.ts';
import { profilePageSuite } from './profile-page.suite.ts';

profilePageSuite(() => sceneHere());
