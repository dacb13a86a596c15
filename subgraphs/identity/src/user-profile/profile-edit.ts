import { localDate } from '../function-hours/hong-kong-date.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import { personName } from './person-name.ts';
import { registeredEmail } from './registered-email.ts';
import type { UserProfile } from './user-profile.ts';

/** The fields that a profile change may set; status and groups have changes of their own (W8, W9). */
const editableFields = [
  'email',
  'surname',
  'otherNames',
  'enableFrom',
  'disableAfter',
  'clearingHouseOptions',
  'settlementAgentName',
] as const;

type EditableField = (typeof editableFields)[number];

/** New values of some editable fields, each in stored form. */
export type ProfileEdit = Partial<Pick<UserProfile, EditableField>>;

const options = ['CASH', 'DERIVATIVES', 'ALL'] as const;

type Reader = (value: unknown, field: EditableField) => Judged<string | null>;

const name =
  (mayBeEmpty: boolean): Reader =>
  (value, field) => {
    const read = typeof value === 'string' ? personName(value) : null;
    return read === null || (read === '' && !mayBeEmpty)
      ? refused('INVALID_NAME', 'Give a name of 1 to 64 visible characters.', { field })
      : accepted(read);
  };

const date: Reader = (value, field) => {
  if (value === null || value === '') return accepted(null);
  const read = typeof value === 'string' ? localDate(value) : null;
  return read === null
    ? refused('INVALID_DATE', 'Give a calendar date such as 2026-06-30, or leave it blank.', { field })
    : accepted(read);
};

const readers: Readonly<Record<EditableField, Reader>> = {
  email: (value, field) => {
    if (value === null || value === '')
      return refused('EMAIL_REQUIRED', 'A registered email can be replaced, not removed.', { field });
    const email = typeof value === 'string' ? registeredEmail(value) : null;
    return email === null
      ? refused('INVALID_EMAIL', 'Give one plain email address such as name@firm.com.', { field })
      : accepted(email);
  },
  surname: name(false),
  otherNames: name(true),
  enableFrom: date,
  disableAfter: date,
  clearingHouseOptions: (value, field) => {
    const option = options.find((each) => each === value);
    return option === undefined
      ? refused('INVALID_OPTION', `Choose one of ${options.join(', ')}.`, { field })
      : accepted(option);
  },
  settlementAgentName: (value, field) => (value === null || value === '' ? accepted(null) : name(false)(value, field)),
};

function isEditable(field: string): field is EditableField {
  return (editableFields as readonly string[]).includes(field);
}

/** Reads untrusted input into an edit; an unknown field or one wrong value refuses the whole. */
export function readProfileEdit(input: unknown): Judged<ProfileEdit> {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return refused('INVALID_INPUT', 'Name the fields to set.', { field: 'set' });
  const edit: Record<string, string | null> = {};
  for (const [field, value] of Object.entries(input)) {
    if (value === undefined) continue;
    if (!isEditable(field))
      return refused('INVALID_INPUT', `The form of a profile has no "${field.slice(0, 40)}" to set.`, { field: 'set' });
    const read = readers[field](value, field);
    if (!read.ok) return read;
    edit[field] = read.value;
  }
  return accepted(edit as ProfileEdit);
}

/** The part of an edit that differs from the profile, with what it replaces; refuses an edit that changes nothing or ends before it begins. */
export function differences(
  profile: UserProfile,
  edit: ProfileEdit,
): Judged<{ readonly before: ProfileEdit; readonly after: ProfileEdit }> {
  const changed = editableFields.filter((field) => edit[field] !== undefined && edit[field] !== profile[field]);
  if (changed.length === 0) return refused('NO_CHANGE', 'The profile already has these values.');
  const { enableFrom, disableAfter } = { ...profile, ...edit };
  if (enableFrom !== null && disableAfter !== null && disableAfter < enableFrom) {
    return refused('INVALID_DATE', 'The last day of use lies before the first.', { field: 'disableAfter' });
  }
  const pick = (from: ProfileEdit): ProfileEdit => Object.fromEntries(changed.map((field) => [field, from[field]]));
  return accepted({ before: pick(profile), after: pick(edit) });
}
