import { type AuthenticationOptions, LOGIN_TOKEN_TYPE } from '@countersign/authentication';
import { createTokenSigner, readTokenKeys, SettingsRefused, type TokenKey } from '@countersign/platform';
import { embeddedTokenKeys } from '../keys/embedded-token-keys.ts';
import { siteOrigins } from '../settings/site-origins.ts';
import type { Ground } from './ground.ts';

/**
 * What login tokens are signed with: the configured keys, or for a process that was given none of any kind the ones of its
 * data folder (never in production). Null when there are none; audiences without keys stop the start.
 */
export async function openLoginTokens({
  settings,
  clock,
}: Pick<Ground, 'settings' | 'clock'>): Promise<NonNullable<AuthenticationOptions['tokens']> | null> {
  const { values, production } = settings;
  const embedded = !production && values.COUNTERSIGN_MASTER_KEY === undefined;
  const given =
    values.COUNTERSIGN_TOKEN_PRIVATE_KEYS ?? (embedded ? embeddedTokenKeys(values.COUNTERSIGN_DATA_DIR) : undefined);
  const audiences = values.COUNTERSIGN_TOKEN_AUDIENCES;
  if (given === undefined) {
    if (audiences.length === 0) return null;
    throw new SettingsRefused([
      'COUNTERSIGN_TOKEN_PRIVATE_KEYS is missing: login tokens for COUNTERSIGN_TOKEN_AUDIENCES are signed with it; "countersign keys generate" makes it.',
    ]);
  }
  const keys = await usableKeys(given);
  const issuer = siteOrigins(values)[0] ?? '';
  return { audiences, signer: await createTokenSigner({ keys, issuer, type: LOGIN_TOKEN_TYPE, clock }) };
}

async function usableKeys(jwks: unknown): Promise<readonly TokenKey[]> {
  try {
    return await readTokenKeys(jwks);
  } catch (error) {
    throw new SettingsRefused([`COUNTERSIGN_TOKEN_PRIVATE_KEYS is wrong: ${(error as Error).message}`]);
  }
}
