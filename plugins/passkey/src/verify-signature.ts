import type {
  FlowView,
  PluginTransaction,
  Ports,
  RejectionReason,
  Subject,
  Verdict,
} from '@countersign/authenticator-kit';
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import { challengeHash, keptChallenge, spendChallenge } from './challenge-store.ts';
import { findCredential, noteUse, type Credential } from './credential-table.ts';
import { isFramed } from './is-framed.ts';
import { NOBODY, standIn } from './nobody.ts';
import type { PasskeyAnswer } from './parse-response.ts';
import { siteOf } from './site.ts';

type Verifying = Pick<Ports, 'clock' | 'site' | 'tables' | 'volatile' | 'secrets'>;

/** Whether the person's own passkey signed this flow's challenge for this site, with the person verified by the device. */
export async function verifySignature(
  ports: Verifying,
  flow: FlowView,
  subject: Subject | null,
  answer: PasskeyAnswer,
): Promise<Verdict<PluginTransaction>> {
  const { tables, secrets, clock } = ports;
  const whom = subject?.profileUuid ?? NOBODY;
  const kept = await keptChallenge(ports, flow);
  const found = await tables.read((tx) => findCredential(tx, whom));
  const decoy = standIn(secrets, whom);
  const counter = await signedCounter(ports, found ?? decoy, kept, answer);

  if (subject === null || found === null) return rejected('NOT_ENROLLED');
  if (kept === null) return rejected('NOT_CHALLENGED');
  const objection = objectionTo(found, answer, counter);
  if (objection !== null || counter === null) return rejected(objection ?? 'WRONG');
  const used = { credentialId: found.credentialId, counter };
  return {
    outcome: 'accepted',
    profileUuid: whom,
    consume: async (tx) => (await noteUse(tx, whom, used)) && (await spendChallenge(tx, kept, clock.now())),
  };
}

function objectionTo(found: Credential, answer: PasskeyAnswer, counter: number | null): RejectionReason | null {
  if (answer.kind !== 'SIGNED') return 'MALFORMED';
  if (answer.response.id !== found.credentialId) return 'SUBJECT_MISMATCH';
  if (counter === null) return 'WRONG';
  // A counter that did not move on belongs to a copy of the key (WebAuthn 6.1.1).
  return wentBack(found.counter, counter) ? 'REVOKED' : null;
}

/** The counter that a good signature carries, else null: the library throws for whatever is wrong. */
async function signedCounter(
  { site, secrets }: Pick<Ports, 'site' | 'secrets'>,
  credential: Credential,
  kept: string | null,
  answer: PasskeyAnswer,
): Promise<number | null> {
  if (answer.kind !== 'SIGNED') return null;
  const { response } = answer;
  const { rpId, origins } = siteOf(site);
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) => secrets.equal(challengeHash(secrets, challenge), kept ?? ''),
      expectedOrigin: origins,
      expectedRPID: rpId,
      requireUserVerification: true,
      // Its counter is compared by us, after the signature: what is not signed says nothing of a copy.
      credential: {
        id: credential.credentialId,
        publicKey: Uint8Array.from(Buffer.from(credential.publicKey, 'base64url')),
        counter: 0,
      },
    });
    return verified && !isFramed(response.response.clientDataJSON) ? authenticationInfo.newCounter : null;
  } catch {
    // Anything that a client can send is a refusal and no fault.
    return null;
  }
}

function wentBack(known: number, now: number): boolean {
  return (known > 0 || now > 0) && now <= known;
}

function rejected(reason: RejectionReason): Verdict<PluginTransaction> {
  return { outcome: 'rejected', reason };
}
