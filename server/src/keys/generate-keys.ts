import { randomBytes } from 'node:crypto';
import { generateAssertionKeys } from '@countersign/platform';
import { newTokenKeys } from './embedded-token-keys.ts';

/** Parts that call others, and so sign. */
const callers = ['gateway', 'authentication', 'approvals'] as const;

/** Fresh keys for the four-process shape, by the names that docker-compose.yml gives them. */
export async function generateKeys(): Promise<Readonly<Record<string, string>>> {
  const key = () => randomBytes(32).toString('base64url');
  const pairs = await Promise.all(callers.map(async (part) => [part, await generateAssertionKeys(part)] as const));
  return {
    MASTER_KEY: key(),
    PEPPER: key(),
    AUTHORISATION_CODE_KEY: key(),
    TOKEN_KEYS: JSON.stringify(newTokenKeys()),
    ...Object.fromEntries(pairs.map(([part, pair]) => [`${part.toUpperCase()}_KEY`, JSON.stringify(pair.privateJwk)])),
    ASSERTION_PUBLIC_KEYS: JSON.stringify({ keys: pairs.map(([, pair]) => pair.publicJwk) }),
  };
}
