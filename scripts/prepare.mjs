// Installs and builds, and nothing else: what `npm start` and `npm test` do first.
import { setUp } from './set-up.mjs';

setUp();
