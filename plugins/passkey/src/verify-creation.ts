import { verifyRegistrationResponse, type RegistrationResponseJSON } from '@simplewebauthn/server';
import { COSEALG, decodeAttestationObject, isoBase64URL } from '@simplewebauthn/server/helpers';
import type { Credential } from './credential-table.ts';
import { isFramed } from './is-framed.ts';
import type { Site } from './site.ts';

/** Signatures that may be used: what every device can, none with SHA-1. */
export const algorithms = [COSEALG.ES256, COSEALG.EdDSA, COSEALG.RS256] as const;

/** The credential that a device made for this challenge and site, or null: the library throws for whatever is wrong. */
export async function verifyCreation(
  { rpId, origins }: Site,
  challenge: string,
  response: RegistrationResponseJSON,
): Promise<Credential | null> {
  try {
    if (carriesCertificates(response)) return null;
    const { registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origins,
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...algorithms],
    });
    if (registrationInfo === undefined || isFramed(response.response.clientDataJSON)) return null;
    const { id, publicKey, counter } = registrationInfo.credential;
    if (id !== response.id) return null;
    const transports = response.response.transports ?? [];
    return { credentialId: id, publicKey: Buffer.from(publicKey).toString('base64url'), counter, transports };
  } catch {
    // Anything that a client can send is a refusal and no fault.
    return null;
  }
}

/** We ask for no attestation. Certificates that come all the same would be judged by lists fetched from where they say. */
function carriesCertificates({ response }: RegistrationResponseJSON): boolean {
  const statement = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject));
  const format: string = statement.get('fmt');
  return format !== 'none' && (format !== 'packed' || statement.get('attStmt').get('x5c') !== undefined);
}
