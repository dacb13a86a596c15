import { bulkFile } from './bulk.ts';
import type { PartName, Tables } from './tables.ts';

/** Whom or what a deed is about, as stored when it begins. */
export interface Subject {
  readonly userId: string;
  readonly version: number;
  /** Another number each time, for what must be new. */
  readonly serial: number;
}

/** One row of the permission matrix as somebody would do it through the API. */
export interface Deed {
  readonly mutation: string;
  readonly type: string;
  input(subject: Subject): Record<string, unknown>;
  /** Makes it possible: a lock for an unlock, a card for a PIN. */
  prepare?(tables: (part: PartName) => Promise<Tables>, userId: string): Promise<void>;
}

const reason = 'Circular 2026/11';

async function account(tables: (part: PartName) => Promise<Tables>, userId: string, set: string): Promise<void> {
  const identity = await tables('identity');
  const authentication = await tables('authentication');
  const [row] = await identity.rows<{ uuid: string }>(
    'SELECT uuid FROM user_profile WHERE user_id = ? AND deleted_at IS NULL',
    [userId],
  );
  const uuid = row?.uuid ?? '';
  if ((await authentication.rows('SELECT 1 FROM account WHERE profile_uuid = ?', [uuid])).length === 0)
    await authentication.change('INSERT INTO account (profile_uuid) VALUES (?)', [uuid]);
  await authentication.change(`UPDATE account SET ${set} WHERE profile_uuid = ?`, [uuid]);
}

const profile = (column: string) => async (tables: (part: PartName) => Promise<Tables>, userId: string) => {
  await (await tables('identity')).change(`UPDATE user_profile SET ${column} WHERE user_id = ?`, [userId]);
};
const creation = (type: 'USER' | 'DA', id: (serial: number) => string, groups: readonly string[]): Deed => ({
  mutation: 'submitUserCreation',
  type: 'UserCreationInput',
  input: ({ serial }) => ({ userId: id(serial), type, surname: 'CHEUNG', email: `new${serial}@mail.example`, groups }),
});
const about = (mutation: string, type: string, fields: (subject: Subject) => Record<string, unknown>): Deed => ({
  mutation,
  type,
  input: (subject) => ({ userId: subject.userId, version: subject.version, ...fields(subject) }),
});
const groups = (of: readonly string[], before: string): Deed => ({
  ...about('submitGroupAssignment', 'GroupAssignmentInput', () => ({ groups: of })),
  prepare: profile(`group_codes = ' ${before} '`),
});
const letter = (serial: number) => String.fromCharCode(64 + serial);

/** Everything that people do to a profile, by the names of domain 2. */
export const profileDeeds = {
  'create a DA': creation('DA', (serial) => `HKABC3Y${serial}`, ['DA_CHECKER', 'EE']),
  'create a user': creation('USER', (serial) => `HKABC3${letter(serial)}0`, ['COLLATERAL_ENQUIRY']),
  maintain: about('submitProfileChange', 'ProfileChangeInput', ({ serial }) => ({
    set: { otherNames: `Ka ${serial}` },
  })),
  email: about('submitProfileChange', 'ProfileChangeInput', ({ serial }) => ({
    set: { email: `a${serial}@b.example` },
  })),
  'email, in a file': {
    mutation: 'submitBulkChange',
    type: 'BulkChangeInput',
    input: ({ userId, serial }) => ({ csv: bulkFile([`EMAIL,${userId},f${serial}@b.example,,,,,,,`]) }),
  },
  delete: about('submitUserDeletion', 'UserDeletionInput', () => ({})),
  disable: about('submitStatusChange', 'StatusChangeInput', () => ({ status: 'DISABLED', reason })),
  'add business groups to a DA': groups(['DA_CHECKER', 'EE', 'COVERED_CALL'], 'DA_CHECKER EE'),
  'add business groups to a user': groups(['REPORT_DOWNLOAD', 'COVERED_CALL'], 'REPORT_DOWNLOAD'),
  'add DA groups to a user': groups(['REPORT_DOWNLOAD', 'DA_CHECKER', 'EE'], 'REPORT_DOWNLOAD'),
  unlock: {
    ...about('submitUnlock', 'AccountChangeInput', () => ({ reason })),
    prepare: (tables, userId) => account(tables, userId, `locked_at = 1, lock_reason = 'SECOND_FACTOR_FAILURES'`),
  },
  'reset second factor': {
    ...about('submitSecondFactorReset', 'AccountChangeInput', () => ({ reason })),
    prepare: (tables, userId) => account(tables, userId, `otp_channel = 'APP'`),
  },
  'reset smartcard PIN': {
    ...about('submitSmartcardPinReset', 'AccountChangeInput', () => ({ reason })),
    prepare: (tables, userId) => profile(`srn = 'SRN-${userId}', smartcard_allowed = 1`)(tables, userId),
  },
} as const satisfies Record<string, Deed>;

/** Everything that the clearing house changes of itself. */
export const houseDeeds = {
  'group catalogue': {
    mutation: 'submitGroupDefinition',
    type: 'GroupDefinitionInput',
    input: ({ serial }) => ({ code: `NEW_GROUP_${serial}`, name: 'New', functions: ['Enquire Pledges'], reason }),
  },
  calendar: {
    mutation: 'submitCalendarOverride',
    type: 'CalendarOverrideInput',
    input: ({ serial }) => ({ date: `2026-12-0${serial}`, reason }),
  },
  policy: {
    mutation: 'submitPolicyChange',
    type: 'PolicyChangeInput',
    input: ({ serial }) => ({ key: 'da3OpensOn', value: `2023-04-0${serial}`, reason }),
  },
  'sole-DA waiver': {
    mutation: 'submitSoleDaWaiver',
    type: 'SoleDaWaiverInput',
    input: ({ serial }) => ({ participant: 'XYZ', until: `2026-12-1${serial}`, reason }),
  },
  'service account': {
    mutation: 'submitServiceAccountChange',
    type: 'ServiceAccountChangeInput',
    input: ({ serial }) => ({
      ...{ name: `READER-${serial}`, action: 'CREATE', scopes: ['REPORTS'], addresses: ['127.0.0.1'] },
      ...{ expiresOn: '2027-06-30', reason },
    }),
  },
} as const satisfies Record<string, Deed>;
