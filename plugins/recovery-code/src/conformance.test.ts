import { describe, it } from '@jest/globals';
import { describeAuthenticator } from '@countersign/authenticator-kit/conformance';
import { recoveryCodeAuthenticator } from './index.ts';
import { recoveryCodeFixtures } from './test-fixtures.ts';

describeAuthenticator({ describe, it, plugin: recoveryCodeAuthenticator(), fixtures: recoveryCodeFixtures });
