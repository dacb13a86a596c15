import { describe, it } from '@jest/globals';
import { describeAuthenticator } from '@countersign/authenticator-kit/conformance';
import { hotpAuthenticator } from './index.ts';
import { hotpFixtures } from './test-fixtures.ts';

describeAuthenticator({ describe, it, plugin: hotpAuthenticator(), fixtures: hotpFixtures });
