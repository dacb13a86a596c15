import { refused } from '../refusal.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import { judgedOnly } from './judged-only.ts';

const without = refused('SMARTCARD_NOT_ALLOWED', 'This user has no smartcard: newly created users shall use 2FA.', {
  field: 'userId',
}).refusal;

/** Gives a new one-time initial PIN for a card, as long as there are cards (W19). */
export const smartcardPinReset = judgedOnly({
  kind: 'SMARTCARD_PIN_RESET',
  action: 'RESET_SMARTCARD_PIN',
  successMessage: 'The smartcard PIN of the above user is reset successfully',
  title: 'Smartcard PIN reset of user',
  never: refused(
    'DA_PIN_RESET_BY_HKEX',
    "A delegated administrator's smartcard PIN is reset by the clearing house. Use form SCard 1.",
    { field: 'userId' },
  ).refusal,
  glass: false,
  phaseFirst: true,
  against: ({ smartcardAllowed, srn }: UserProfile) => (smartcardAllowed && srn !== null ? null : without),
});
