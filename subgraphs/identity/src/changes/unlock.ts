import { refused } from '../refusal.ts';
import { judgedOnly } from './judged-only.ts';

/** Unlocks a profile: password and factors stay, counters are cleared by Authentication (W7). */
export const unlock = judgedOnly({
  kind: 'UNLOCK',
  action: 'UNLOCK',
  successMessage: 'The above user is unlocked successfully',
  title: 'Unlocking of user',
  never: refused('DA_UNLOCK_BY_HKEX', 'Delegated administrators are unlocked by the clearing house. Use form DA 3.', {
    field: 'userId',
  }).refusal,
  glass: true,
});
