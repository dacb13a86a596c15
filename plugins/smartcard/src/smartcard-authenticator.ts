import {
  type AuthenticatorPlugin,
  createPurgeSchedule,
  defineAuthenticator,
  type Manifest,
} from '@countersign/authenticator-kit';
import { smartcardGraphql } from './graphql.ts';
import { readIssuers } from './issuers.ts';
import { parseAnswer, type SmartcardAnswer } from './parse-answer.ts';
import { createRevocation } from './revocation.ts';
import type { RevocationSource } from './revocation-source.ts';
import { purgeBefore, spentTable } from './spent-table.ts';
import { issueStanding } from './standing-challenge.ts';
import { createVerifySignature } from './verify-signature.ts';

type Needs = 'clock' | 'site' | 'tables' | 'volatile' | 'mail' | 'secrets';
const DAY_MS = 86_400_000;

export interface SmartcardOptions {
  /** Certificates of the authorities that issue cards, roots and intermediates, PEM. Throws IssuersUnusable. */
  readonly issuers: string;
  /** Their revocation lists. A certificate without a list in force is refused. */
  readonly revocation: RevocationSource;
}

/** What a host may know of the plugin before anything is configured. */
export const smartcardManifest: Manifest<Needs> = {
  id: 'smartcard',
  contract: '^1.0.0',
  kind: 'identifies',
  factors: ['POSSESSION', 'KNOWLEDGE'],
  budget: 'UNGUESSABLE',
  phishingResistant: true,
  phases: ['PRE_PARALLEL', 'PARALLEL'],
  purposes: ['LOGIN', 'STEP_UP'],
  needs: ['clock', 'site', 'tables', 'volatile', 'mail', 'secrets'],
  graphql: smartcardGraphql,
  tables: [spentTable],
};

/**
 * Smartcards: the card signs a statement that names purpose, site, user, flow, a nonce of one use and its end within a minute;
 * its certificate leads to a configured issuer and names the SRN of the profile (W10, O18). PIN and key never leave the card.
 */
export function smartcardAuthenticator(options: SmartcardOptions): AuthenticatorPlugin<SmartcardAnswer, Needs> {
  const issuers = readIssuers(options.issuers);
  return defineAuthenticator({
    manifest: smartcardManifest,
    create(ports) {
      const { clock, tables } = ports;
      const purge = createPurgeSchedule(() =>
        tables.transaction((tx) => purgeBefore(tx, clock.now().getTime() - DAY_MS)),
      );
      return {
        parse: parseAnswer,
        enrolled: async ({ card }) => card !== null && card.allowed && card.srn !== null,
        async challenge(flow, subject) {
          const issuedAt = clock.now();
          const { statement, text } = await issueStanding(ports, flow, subject?.userId ?? flow.claimedId);
          const { nonce, expiresAt } = statement;
          return { outcome: 'issued', challenge: { issuedAt, expiresAt, nonce, statement: text } };
        },
        verify: createVerifySignature(ports, { issuers, revocation: createRevocation(options.revocation, issuers) }),
        ...purge,
      };
    },
  });
}
