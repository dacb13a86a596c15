import { readFileSync } from 'node:fs';
import type { EscrowedKey } from '@countersign/authentication';
import { IssuersUnusable, revocationFiles, smartcardAuthenticator } from '@countersign/authenticator-smartcard';
import { SettingsRefused } from '@countersign/platform';
import { demoAuthority } from './demo/demo-authority.ts';
import { demoCards } from './demo/demo-cards.ts';
import type { Settings } from './settings/read-server-settings.ts';

/** Smartcards of the configured issuers; of the demo's own in a demo; null where none are configured (decision 7). */
export function smartcards(settings: Settings): ReturnType<typeof smartcardAuthenticator> | null {
  const {
    COUNTERSIGN_SMARTCARD_ISSUERS: issuers,
    COUNTERSIGN_SMARTCARD_CRLS: lists,
    COUNTERSIGN_DEMO,
  } = settings.values;
  if (issuers !== undefined) {
    if (lists !== undefined) return trusting(issuers, lists);
    throw new SettingsRefused([
      'COUNTERSIGN_SMARTCARD_CRLS is missing: no smartcard is accepted without the revocation lists of its issuers.',
    ]);
  }
  if (!COUNTERSIGN_DEMO) return null;
  demoCards(settings);
  const { issuersFile, revocationFile } = demoAuthority(settings);
  return trusting(issuersFile, revocationFile);
}

/** What sets new PINs on the demo's own cards; a house's issuer hands over its own, which is not built yet. */
export function demoUnblockingKeys({ values, ...settings }: Settings): readonly EscrowedKey[] {
  if (values.COUNTERSIGN_SMARTCARD_ISSUERS !== undefined || !values.COUNTERSIGN_DEMO) return [];
  return demoCards({ ...settings, values }).map(({ srn, unblockingKey }) => ({ srn, unblockingKey }));
}

function trusting(issuersFile: string, lists: string): ReturnType<typeof smartcardAuthenticator> {
  try {
    return smartcardAuthenticator({ issuers: readFileSync(issuersFile, 'utf8'), revocation: revocationFiles(lists) });
  } catch (error) {
    const known = error instanceof IssuersUnusable || (error as NodeJS.ErrnoException).code !== undefined;
    if (!known) throw error;
    throw new SettingsRefused([`COUNTERSIGN_SMARTCARD_ISSUERS is wrong: ${(error as Error).message}.`]);
  }
}
