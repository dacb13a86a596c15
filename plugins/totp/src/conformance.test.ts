import { describe, it } from '@jest/globals';
import { describeAuthenticator } from '@countersign/authenticator-kit/conformance';
import { totpAuthenticator } from './index.ts';
import { totpFixtures } from './test-fixtures.ts';

describeAuthenticator({ describe, it, plugin: totpAuthenticator(), fixtures: totpFixtures });
