import type { ChallengeOutcome, FlowView, Ports, Subject } from '@countersign/authenticator-kit';
import { generateAuthenticationOptions, type AuthenticatorTransport } from '@simplewebauthn/server';
import { keepChallenge } from './challenge-store.ts';
import { findCredential } from './credential-table.ts';
import { NOBODY, standIn } from './nobody.ts';
import { siteOf } from './site.ts';

/** As long as a person may look for his key. */
export const CHALLENGE_MS = 300_000;
/** As WebAuthn 13.4.3 wants at least 16 random bytes. */
export const CHALLENGE_BYTES = 32;

type Issuing = Pick<Ports, 'clock' | 'site' | 'tables' | 'volatile' | 'secrets'>;

/** The options of navigator.credentials.get(); for nobody they name a credential that nobody has (O8). */
export async function issueChallenge(
  ports: Issuing,
  flow: FlowView,
  subject: Subject | null,
): Promise<ChallengeOutcome> {
  const { clock, tables, secrets } = ports;
  const whom = subject?.profileUuid ?? NOBODY;
  const found = await tables.read((tx) => findCredential(tx, whom));
  const decoy = standIn(secrets, subject === null ? flow.claimedId : whom);
  const credential = found ?? decoy;
  const bytes = Uint8Array.from(secrets.randomBytes(CHALLENGE_BYTES));
  const issuedAt = clock.now();
  const ttlMs = Math.max(1, Math.min(CHALLENGE_MS, flow.expiresAt.getTime() - issuedAt.getTime()));
  const options = await generateAuthenticationOptions({
    rpID: siteOf(ports.site).rpId,
    challenge: bytes,
    timeout: ttlMs,
    userVerification: 'required',
    allowCredentials: [
      { id: credential.credentialId, transports: [...credential.transports] as AuthenticatorTransport[] },
    ],
  });
  await keepChallenge(ports, flow, { challenge: options.challenge, ttlMs });
  return { outcome: 'issued', challenge: { issuedAt, expiresAt: new Date(issuedAt.getTime() + ttlMs), options } };
}
