import { localDate } from '../function-hours/hong-kong-date.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import { canonicalUserId } from '../user-id/canonical-user-id.ts';
import { readProfileEdit } from '../user-profile/profile-edit.ts';
import type { EServiceDetails, EServiceRequestType } from './eservice-form.ts';
import { type DetailKind, eServiceRequests } from './request-types.ts';

const LONGEST_TEXT = 254;
const MOST_GROUPS = 50;
const GROUP = /^[A-Z][A-Z0-9_]{1,23}$/;

/** A line of visible text. */
function textOf(typed: unknown, longest = LONGEST_TEXT): string | null {
  const text = typeof typed === 'string' ? typed.normalize('NFC').trim() : '';
  return text === '' || [...text].length > longest || /[\p{C}\p{Zl}\p{Zp}]/u.test(text) ? null : text;
}

const readers: Readonly<Record<DetailKind, (typed: unknown) => unknown>> = {
  USER_ID: (typed) => (typeof typed === 'string' ? canonicalUserId(typed) : null),
  TEXT: (typed) => textOf(typed),
  DATE: (typed) => (typeof typed === 'string' ? localDate(typed) : null),
  GROUPS: (typed) => {
    const codes = Array.isArray(typed) ? typed : [];
    const good = codes.length > 0 && codes.length <= MOST_GROUPS;
    return good && codes.every((code) => typeof code === 'string' && GROUP.test(code)) ? [...new Set(codes)] : null;
  },
  QUANTITY: (typed) => (Number.isInteger(typed) && Number(typed) >= 1 && Number(typed) <= 100 ? typed : null),
};

const forms: Readonly<Record<DetailKind, string>> = {
  USER_ID: 'a user ID',
  TEXT: `a line of 1 to ${LONGEST_TEXT} visible characters`,
  DATE: 'a calendar date such as 2026-06-30',
  GROUPS: 'a list of group codes',
  QUANTITY: 'a number from 1 to 100',
};

/** Reads what a form says; unknown and missing fields refuse the whole. Whether the change itself is good, its own kind judges. */
export function readDetails(requestType: EServiceRequestType, typed: unknown): Judged<EServiceDetails> {
  const { required, optional } = eServiceRequests[requestType];
  const known: Readonly<Record<string, DetailKind>> = { ...required, ...optional };
  if (typeof typed !== 'object' || typed === null || Array.isArray(typed))
    return refused('INVALID_INPUT', 'Give the details as an object.', { field: 'details' });
  const given = Object.entries(typed).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const stranger = given.find(([name]) => !Object.hasOwn(known, name));
  if (stranger !== undefined)
    return refused('INVALID_INPUT', `This form has no field "${stranger[0].slice(0, 40)}".`, { field: 'details' });
  const missing = Object.keys(required).find((name) => !given.some(([each]) => each === name));
  if (missing !== undefined) return refused('INVALID_INPUT', `Fill in ${missing}.`, { field: `details.${missing}` });
  const details: Record<string, unknown> = {};
  for (const [name, value] of given) {
    const kind = known[name] as DetailKind;
    details[name] = readers[kind](value);
    if (details[name] === null)
      return refused('INVALID_INPUT', `${name} must be ${forms[kind]}.`, { field: `details.${name}` });
  }
  return judgeWhole(requestType, details);
}

/** What the fields together come to: an address as a profile takes it, and something that changes. */
function judgeWhole(requestType: EServiceRequestType, details: EServiceDetails): Judged<EServiceDetails> {
  const { email } = details;
  const address = email === undefined ? accepted({}) : readProfileEdit({ email });
  if (!address.ok) return { ok: false, refusal: { ...address.refusal, field: 'details.email' } };
  return requestType === 'CHANGE_DA' && Object.keys(details).length === 1
    ? refused('NO_CHANGE', 'Say what shall change.', { field: 'details' })
    : accepted(details);
}

/** The name of a person at a participant. */
export function personAtParticipant(typed: unknown, field: string): Judged<string> {
  const name = textOf(typed, 120);
  return name === null
    ? refused('INVALID_NAME', 'Give a name of 1 to 120 visible characters.', { field })
    : accepted(name.replace(/\s+/gu, ' '));
}

/** True for two spellings of one name: case, width and blanks do not make two people of one (W20). */
export function isSameName(one: string, other: string): boolean {
  const plain = (name: string): string =>
    name
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s.,]+/gu, ' ')
      .trim();
  return plain(one) === plain(other);
}
