import type { Enrolment, FlowView, Ports, Subject } from '@countersign/authenticator-kit';
import { generateRegistrationOptions } from '@simplewebauthn/server';
import { findCredential, storeCredential } from './credential-table.ts';
import { CHALLENGE_BYTES, CHALLENGE_MS } from './issue-challenge.ts';
import type { PasskeyAnswer } from './parse-response.ts';
import { siteOf } from './site.ts';
import { algorithms, verifyCreation } from './verify-creation.ts';

interface Pending {
  readonly challenge: string;
  /** The passkey that stood when this began. If it changed since, this registration is void (O12, O13). */
  readonly replaces: string | null;
}

type Enrolling = Pick<Ports, 'clock' | 'site' | 'tables' | 'secrets'>;

/** Registers a passkey in two steps: options for navigator.credentials.create(), then what it answered. */
export function createEnrolment(ports: Enrolling): Enrolment<PasskeyAnswer> {
  const { clock, tables, secrets } = ports;
  return {
    async begin(flow, subject) {
      const standing = await tables.read((tx) => findCredential(tx, subject.profileUuid));
      const options = await generateRegistrationOptions({
        rpName: 'CCMS',
        rpID: siteOf(ports.site).rpId,
        userName: subject.userId,
        // No personal word: the device keeps it and may show it to anybody who holds it (WebAuthn 14.6.1).
        userID: Uint8Array.from(Buffer.from(secrets.keyedHash(`user|${subject.profileUuid}`)).subarray(0, 32)),
        challenge: Uint8Array.from(secrets.randomBytes(CHALLENGE_BYTES)),
        timeout: CHALLENGE_MS,
        attestationType: 'none',
        authenticatorSelection: { residentKey: 'discouraged', userVerification: 'required' },
        supportedAlgorithmIDs: [...algorithms],
        excludeCredentials: standing === null ? [] : [{ id: standing.credentialId }],
      });
      const pending: Pending = { challenge: options.challenge, replaces: standing?.credentialId ?? null };
      return {
        view: { ...options },
        state: secrets.seal(Buffer.from(JSON.stringify(pending)), contextOf(flow, subject)),
      };
    },

    async confirm(flow, subject, state, answer) {
      const pending = openState(secrets, state, contextOf(flow, subject));
      if (pending === null) return { outcome: 'rejected', reason: 'SUBJECT_MISMATCH' };
      if (answer.kind !== 'CREATED') return { outcome: 'rejected', reason: 'MALFORMED' };
      const credential = await verifyCreation(siteOf(ports.site), pending.challenge, answer.response);
      if (credential === null) return { outcome: 'rejected', reason: 'WRONG' };
      const { profileUuid } = subject;
      const stored = { ...credential, replaces: pending.replaces, now: clock.now() };
      return { outcome: 'accepted', profileUuid, consume: (tx) => storeCredential(tx, profileUuid, stored) };
    },
  };
}

function contextOf(flow: FlowView, subject: Subject): string {
  return `passkey-enrolment|${flow.id}|${subject.profileUuid}`;
}

function openState(secrets: Ports['secrets'], state: string, context: string): Pending | null {
  try {
    return JSON.parse(Buffer.from(secrets.open(state, context)).toString()) as Pending;
  } catch {
    // Sealed for another flow or person, or altered: a refusal and no fault (O5).
    return null;
  }
}
