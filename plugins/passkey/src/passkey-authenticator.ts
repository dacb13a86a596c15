import { createPurgeSchedule, defineAuthenticator, type AuthenticatorPlugin } from '@countersign/authenticator-kit';
import { purgeBefore, spentTable } from './challenge-store.ts';
import { credentialTable, deleteCredential, findCredential } from './credential-table.ts';
import { createEnrolment } from './enrolment.ts';
import { passkeyGraphql } from './graphql.ts';
import { issueChallenge } from './issue-challenge.ts';
import { parseResponse, type PasskeyAnswer } from './parse-response.ts';
import { verifySignature } from './verify-signature.ts';

type Needs = 'clock' | 'site' | 'tables' | 'volatile' | 'secrets';
const DAY_MS = 86_400_000;

/** Passkeys (WebAuthn): the device signs a challenge for this site's origin alone, so an answer caught elsewhere is worth nothing. */
export function passkeyAuthenticator(): AuthenticatorPlugin<PasskeyAnswer, Needs> {
  return defineAuthenticator({
    manifest: {
      id: 'passkey',
      contract: '^1.0.0',
      kind: 'confirms',
      factors: ['POSSESSION'],
      budget: 'UNGUESSABLE',
      phishingResistant: true,
      phases: ['PARALLEL', 'END'],
      purposes: ['LOGIN', 'STEP_UP', 'ENROL'],
      needs: ['clock', 'site', 'tables', 'volatile', 'secrets'],
      graphql: passkeyGraphql,
      tables: [credentialTable, spentTable],
    },
    create(ports) {
      const { clock, tables } = ports;
      return {
        parse: (args) => parseResponse(args['response']),
        enrolled: async ({ profileUuid }) => (await tables.read((tx) => findCredential(tx, profileUuid))) !== null,
        challenge: (flow, subject) => issueChallenge(ports, flow, subject),
        verify: (flow, subject, answer) => verifySignature(ports, flow, subject, answer),
        enrolment: createEnrolment(ports),
        forget: deleteCredential,
        ...createPurgeSchedule(() => tables.transaction((tx) => purgeBefore(tx, clock.now().getTime() - DAY_MS))),
      };
    },
  });
}
