import { describe, it } from '@jest/globals';
import { describeAuthenticator } from '@countersign/authenticator-kit/conformance';
import { emailOtpAuthenticator } from './index.ts';
import { emailOtpFixtures } from './test-fixtures.ts';

describeAuthenticator({ describe, it, plugin: emailOtpAuthenticator(), fixtures: emailOtpFixtures });
