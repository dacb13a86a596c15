import { describe, it } from '@jest/globals';
import { describeAuthenticator } from '@countersign/authenticator-kit/conformance';
import { passwordAuthenticator } from './index.ts';
import { passwordFixtures } from './test-fixtures.ts';

describeAuthenticator({ describe, it, plugin: passwordAuthenticator(), fixtures: passwordFixtures });
