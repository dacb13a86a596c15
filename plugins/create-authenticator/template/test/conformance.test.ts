import { describe, it } from 'node:test';
import { describeAuthenticator } from '@countersign/authenticator-kit/conformance';
import { paperListAuthenticator } from '../src/paper-list.ts';
import { paperListFixtures } from './fixtures.ts';

describeAuthenticator({ describe, it, plugin: paperListAuthenticator(), fixtures: paperListFixtures });
