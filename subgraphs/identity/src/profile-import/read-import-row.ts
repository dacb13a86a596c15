import type { ClearingParticipant } from '../clearing-participant/clearing-participant.ts';
import type { Catalogue } from '../groups/catalogue.ts';
import type { Group } from '../groups/group.ts';
import type { LocalDate } from '../function-hours/hong-kong-date.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import { canonicalUserId, type UserId } from '../user-id/canonical-user-id.ts';
import { isReservedForDelegatedAdministrator, shapesOf } from '../user-id/user-id-shape.ts';
import { personName } from '../user-profile/person-name.ts';
import { registeredEmail } from '../user-profile/registered-email.ts';
import { parseShortDate } from '../user-profile/short-date.ts';
import type { ClearingHouseOptions, ProfileStatus, ProfileType, UserProfile } from '../user-profile/user-profile.ts';
import type { ImportRow } from './import-row.ts';

/** Thrown and caught in this file alone, so that each cell's reader can simply say no. */
class CellRefused extends Error {
  readonly refusal: ReturnType<typeof refused>;
  constructor(refusal: ReturnType<typeof refused>) {
    super(refusal.refusal.code);
    this.refusal = refusal;
  }
}

const no = (...why: Parameters<typeof refused>): never => {
  throw new CellRefused(refused(...why));
};

const statuses: readonly ProfileStatus[] = ['ENABLED', 'DISABLED'];
const options: readonly ClearingHouseOptions[] = ['CASH', 'DERIVATIVES', 'ALL'];

function oneOf<T extends string>(text: string, offered: readonly T[], column: string): T {
  const wanted = text.trim().toUpperCase();
  return (
    offered.find((each) => each === wanted) ??
    no('INVALID_OPTION', `${column} must be one of ${offered.join(', ')}.`, { field: column })
  );
}

function date(text: string, column: string): LocalDate | null {
  if (text.trim() === '') return null;
  return (
    parseShortDate(text) ??
    no('INVALID_DATE', `${column} must be a real date such as 01-Jan-03, or blank.`, { field: column })
  );
}

function name(text: string, column: string): string {
  return (
    personName(text) ?? no('INVALID_NAME', `${column} must have at most 64 visible characters.`, { field: column })
  );
}

function groupsOf(row: ImportRow, catalogue: Catalogue): readonly Group[] {
  return [...new Set(row.groups.map((code) => code.trim().toUpperCase()))]
    .filter((code) => code !== '')
    .map(
      (code) =>
        catalogue.findLive(code) ?? no('GROUP_UNKNOWN', `There is no group ${code.slice(0, 40)}.`, { field: 'groups' }),
    );
}

/** Groups make the type: a DA group makes an administrator. What the table of groups forbids here is refused (W9, Table 1). */
function typeOf(groups: readonly Group[], phase: MigrationPhase): ProfileType {
  const type: ProfileType = groups.some((group) => group.kind === 'DA') ? 'DA' : 'USER';
  const wrong = groups.find(
    ({ kind }) =>
      kind === 'HKEX' ||
      (kind === 'ACCESS_LEVEL' && type === 'USER') ||
      (kind === 'BUSINESS' && type === 'DA' && phase !== 'END'),
  );
  if (wrong !== undefined)
    no(
      'GROUP_NOT_ASSIGNABLE',
      `${wrong.code} cannot be given to ${type === 'DA' ? 'a delegated administrator' : 'a user'} here.`,
      { field: 'groups' },
    );
  return type;
}

/** Existing IDs keep whatever form they have, legacy included; only a user on an administrator's ID is refused (domain 3.2). */
function userIdOf(row: ImportRow, { code, clearingHouse }: ClearingParticipant, type: ProfileType): UserId {
  const userId = canonicalUserId(row.userId);
  if (userId === null || shapesOf(userId, code, clearingHouse).length === 0) {
    return no(
      'USER_ID_FORMAT',
      `The user ID must be HK${code} with its ending, for example HK${code}101, or a former one such as B0123401.`,
      { field: 'userId' },
    );
  }
  if (type === 'USER' && isReservedForDelegatedAdministrator(userId, code)) {
    return no('USER_ID_RESERVED_FOR_DA', `${userId} is an administrator's ID but the line has no DA group.`, {
      field: 'userId',
    });
  }
  return userId;
}

function emailOf(row: ImportRow): string | null {
  if (row.email.trim() === '') return null;
  return (
    registeredEmail(row.email) ??
    no('INVALID_EMAIL', 'The email must be one plain address such as name@firm.com, or blank.', { field: 'email' })
  );
}

function srnOf(row: ImportRow): string | null {
  const srn = row.srn.trim();
  if (srn === '') return null;
  return /^[A-Za-z0-9/-]{1,32}$/.test(srn)
    ? srn.toUpperCase()
    : no('INVALID_INPUT', 'The SRN must have at most 32 letters, digits, / or -.', { field: 'srn' });
}

/** A line as a profile, or the first reason why it cannot be one. */
export function readImportRow(
  row: ImportRow,
  participant: ClearingParticipant,
  world: { readonly phase: MigrationPhase; readonly uuid: string; readonly catalogue: Catalogue },
): Judged<UserProfile> {
  try {
    const groups = groupsOf(row, world.catalogue);
    const type = typeOf(groups, world.phase);
    const userId = userIdOf(row, participant, type);
    const surname = name(row.surname, 'surname');
    if (surname === '') no('INVALID_NAME', 'The surname is missing.', { field: 'surname' });
    const enableFrom = date(row.enableFrom, 'enableFrom');
    const disableAfter = date(row.disableAfter, 'disableAfter');
    if (enableFrom !== null && disableAfter !== null && disableAfter < enableFrom)
      no('INVALID_DATE', 'disableAfter lies before enableFrom.', { field: 'disableAfter' });
    const srn = srnOf(row);
    return accepted({
      uuid: world.uuid,
      userId,
      type,
      participant: participant.code,
      clearingHouse: participant.clearingHouse,
      status: oneOf(row.status, statuses, 'status'),
      surname,
      otherNames: name(row.otherNames, 'otherNames'),
      email: emailOf(row),
      enableFrom,
      disableAfter,
      clearingHouseOptions: oneOf(row.clearingHouseOptions, options, 'clearingHouseOptions'),
      settlementAgentName: null,
      groups: groups.map((group) => group.code),
      srn,
      certificateExpiry: date(row.certificateExpiry, 'certificateExpiry'),
      smartcardAllowed: world.phase === 'PRE_PARALLEL' || srn !== null,
      createdInPhase: world.phase,
      version: 1,
      securityVersion: 1,
      deletedAt: null,
    });
  } catch (error) {
    if (error instanceof CellRefused) return error.refusal;
    throw error;
  }
}
