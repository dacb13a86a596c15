import { createSecretBox, type SecretBox } from '@countersign/platform';
import { embeddedKeys } from '../keys/embedded-keys.ts';
import { withPepper } from '../keys/with-pepper.ts';
import type { Ground } from './ground.ts';

/** The keys of one process, none of which is ever in a database. */
export interface Keys {
  readonly secrets: SecretBox;
  readonly authorisationCodeSecrets: SecretBox;
}

/** Configured keys, or for a process that was given none the ones of its data folder (never in production). */
export function openKeys({ settings }: Ground): Keys {
  const { values } = settings;
  const given = values.COUNTERSIGN_MASTER_KEY;
  const own = given === undefined && !settings.production ? embeddedKeys(values.COUNTERSIGN_DATA_DIR) : null;
  const masterKey = given ?? own?.masterKey;
  if (masterKey === undefined) throw new Error('A master key is required in production.');
  return {
    secrets: withPepper(createSecretBox(masterKey), values.COUNTERSIGN_PEPPER ?? own?.pepper),
    authorisationCodeSecrets: createSecretBox(values.COUNTERSIGN_AUTHORISATION_CODE_KEY ?? masterKey),
  };
}
