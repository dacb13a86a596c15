import { describe, it } from '@jest/globals';
import { describeAuthenticator } from '@countersign/authenticator-kit/conformance';
import { passkeyAuthenticator } from './index.ts';
import { passkeyFixtures } from './testing/passkey-fixtures.ts';

describeAuthenticator({ describe, it, plugin: passkeyAuthenticator(), fixtures: passkeyFixtures });
