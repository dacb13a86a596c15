import { describe, it } from '@jest/globals';
import { describeAuthenticator } from '@countersign/authenticator-kit/conformance';
import { paperListAuthenticator } from '../template/src/paper-list.ts';
import { paperListFixtures } from '../template/test/fixtures.ts';

describeAuthenticator({ describe, it, plugin: paperListAuthenticator(), fixtures: paperListFixtures });
