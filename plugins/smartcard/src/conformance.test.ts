import { describe, it } from '@jest/globals';
import { describeAuthenticator } from '@countersign/authenticator-kit/conformance';
import { smartcardAuthenticator } from './index.ts';
import { freshLists, issuersPem } from './test-cards.ts';
import { smartcardFixtures } from './test-fixtures.ts';

const plugin = smartcardAuthenticator({ issuers: issuersPem, revocation: freshLists() });

describeAuthenticator({ describe, it, plugin, fixtures: smartcardFixtures });
