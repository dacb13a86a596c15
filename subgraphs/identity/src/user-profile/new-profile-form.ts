import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import { localDate } from '../function-hours/hong-kong-date.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import { readProfileEdit } from './profile-edit.ts';
import type { UserProfile } from './user-profile.ts';

/** What the form of a new profile holds besides its ID, type and groups. */
export type NewProfileForm = Pick<
  UserProfile,
  | 'surname'
  | 'otherNames'
  | 'email'
  | 'enableFrom'
  | 'disableAfter'
  | 'clearingHouseOptions'
  | 'settlementAgentName'
  | 'srn'
  | 'certificateExpiry'
>;

const SRN = /^[A-Za-z0-9/-]{1,32}$/;

type Card = Pick<NewProfileForm, 'srn' | 'certificateExpiry'>;

/** A card is given out before the parallel run only: whoever is created later uses two factors (seed 3.2, W6). */
function readCard(srn: unknown, expiry: unknown, phase: MigrationPhase): Judged<Card> {
  if (srn === undefined && expiry === undefined) return accepted({ srn: null, certificateExpiry: null });
  if (phase !== 'PRE_PARALLEL')
    return refused('SMARTCARD_NOT_ALLOWED', 'Newly created users shall use 2FA: leave the smartcard fields blank.', {
      field: srn === undefined ? 'certificateExpiry' : 'srn',
    });
  if (typeof srn !== 'string' || !SRN.test(srn.trim()))
    return refused('INVALID_INPUT', 'The SRN has 1 to 32 letters, digits, / or -.', { field: 'srn' });
  const certificateExpiry = typeof expiry === 'string' ? localDate(expiry) : null;
  return expiry !== undefined && certificateExpiry === null
    ? refused('INVALID_DATE', 'Give a calendar date such as 2026-06-30, or leave it blank.', {
        field: 'certificateExpiry',
      })
    : accepted({ srn: srn.trim().toUpperCase(), certificateExpiry });
}

function missing(form: Partial<NewProfileForm>, phase: MigrationPhase): Judged<null> {
  if (form.surname === undefined)
    return refused('INVALID_NAME', 'Give a name of 1 to 64 visible characters.', { field: 'surname' });
  if (form.email === undefined && phase !== 'PRE_PARALLEL')
    return refused('EMAIL_REQUIRED', 'A new user logs in by 2FA and cannot without an email. Give one.', {
      field: 'email',
    });
  const { enableFrom = null, disableAfter = null } = form;
  return enableFrom !== null && disableAfter !== null && disableAfter < enableFrom
    ? refused('INVALID_DATE', 'The last day of use lies before the first.', { field: 'disableAfter' })
    : accepted(null);
}

/** Reads untrusted input into the form of a new profile; a blank field is as good as none (W6, W18). */
export function readNewProfile(
  typed: Readonly<Record<string, unknown>>,
  phase: MigrationPhase,
): Judged<NewProfileForm> {
  const given = Object.entries(typed).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const { srn, certificateExpiry, ...fields } = Object.fromEntries(given);
  const edit = readProfileEdit(fields);
  if (!edit.ok) return edit;
  const whole = missing(edit.value, phase);
  if (!whole.ok) return whole;
  const card = readCard(srn, certificateExpiry, phase);
  if (!card.ok) return card;
  const blank = { surname: '', otherNames: '', email: null, enableFrom: null, disableAfter: null } as const;
  return accepted({
    ...blank,
    clearingHouseOptions: 'DERIVATIVES',
    settlementAgentName: null,
    ...edit.value,
    ...card.value,
  });
}
