import { refused } from '../refusal.ts';
import { judgedOnly } from './judged-only.ts';

/** Resets the second factor after a lost device; the secret is destroyed by Authentication, a password never shown (W17). */
export const secondFactorReset = judgedOnly({
  kind: 'SECOND_FACTOR_RESET',
  action: 'RESET_SECOND_FACTOR',
  successMessage: 'The second factor of the above user is reset successfully',
  title: 'Second-factor reset of user',
  never: refused(
    'DA_FACTOR_RESET_BY_HKEX',
    "A delegated administrator's second factor is reset by the clearing house. Use form DA 3.",
    { field: 'userId' },
  ).refusal,
  glass: true,
});
