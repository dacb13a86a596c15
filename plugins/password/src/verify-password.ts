import {
  AuthenticatorFault,
  type PluginTransaction,
  type Ports,
  type Subject,
  type Verdict,
} from '@countersign/authenticator-kit';
import { canonicalPassword } from './canonical-password.ts';
import { confirmCredential, findCredential } from './credential-table.ts';
import type { PasswordHash, StoredHash } from './password-hash.ts';

export interface PasswordAnswer {
  readonly password: string;
}

type Verify = (subject: Subject | null, answer: PasswordAnswer) => Promise<Verdict<PluginTransaction>>;

/** Nobody's profile: the look-up for no subject finds nothing, at the same price. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Compares a password with the stored hash. Without a person or a password it verifies against a decoy of the same cost
 * (L3). A hash of lower cost is renewed after a correct password, when the plain text is at hand.
 */
export function createVerifyPassword(
  ports: Pick<Ports, 'tables' | 'secrets'>,
  hashing: PasswordHash,
): { readonly verify: Verify; readonly prepare: () => Promise<StoredHash> } {
  let decoy: Promise<StoredHash> | null = null;
  const prepare = () =>
    (decoy ??= hashing
      .hash(Buffer.from(ports.secrets.randomBytes(32)).toString('base64url'))
      .catch((fault: unknown) => {
        decoy = null;
        throw fault;
      }));

  /** Renewing can wait for the next login; a full queue must not spoil this one. */
  const renewed = async (password: string): Promise<StoredHash | null> => {
    try {
      return await hashing.hash(password);
    } catch (fault) {
      if (fault instanceof AuthenticatorFault) return null;
      throw fault;
    }
  };

  return {
    prepare,
    async verify(subject, answer) {
      const password = canonicalPassword(answer.password);
      const found = await ports.tables.read((tx) => findCredential(tx, subject?.profileUuid ?? NOBODY));
      const agrees = await hashing.verify(found ?? (await prepare()), password?.text ?? ' ');

      if (password === null) return { outcome: 'rejected', reason: 'MALFORMED' };
      if (subject === null || found === null) return { outcome: 'rejected', reason: 'NOT_ENROLLED' };
      if (!agrees) return { outcome: 'rejected', reason: 'WRONG' };

      const rehashed = hashing.outdated(found) ? await renewed(password.text) : null;
      const { profileUuid } = subject;
      const { version } = found;
      return {
        outcome: 'accepted',
        profileUuid,
        consume: (tx) => confirmCredential(tx, profileUuid, { version, rehashed }),
      };
    },
  };
}
