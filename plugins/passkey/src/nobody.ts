import type { Ports } from '@countersign/authenticator-kit';
import type { Credential } from './credential-table.ts';

/** Nobody's profile: the look-up for no subject finds nothing, at the same price. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** P-256's base point as a COSE key (RFC 9053 7.1): a real key that nobody here holds the other half of. */
const PUBLIC_KEY = Buffer.concat([
  Buffer.from('a5010203262001215820', 'hex'),
  Buffer.from('6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296', 'hex'),
  Buffer.from('225820', 'hex'),
  Buffer.from('4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5', 'hex'),
]).toString('base64url');

/** Stands in for a passkey that nobody has: asked for and computed with like a real one, the same each time (O8). */
export function standIn(secrets: Ports['secrets'], whom: string): Credential {
  const credentialId = Buffer.from(secrets.keyedHash(`stand-in|${whom}`))
    .subarray(0, 32)
    .toString('base64url');
  return { credentialId, publicKey: PUBLIC_KEY, counter: 0, transports: ['internal'] };
}
