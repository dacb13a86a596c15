import type { ImportRow } from '@countersign/identity';
import { Fault } from '@countersign/platform';

type Column = Exclude<keyof ImportRow, 'line' | 'unreadable'>;

/** Header names as the listings of the former terminal write them, compared without case, blanks and signs. */
const names: Readonly<Record<Column, readonly string[]>> = {
  userId: ['userid', 'user', 'userprofile', 'userprofileid'],
  surname: ['surname', 'lastname', 'familyname'],
  otherNames: ['othernames', 'othername', 'givennames', 'givenname', 'firstname'],
  status: ['status', 'userstatus', 'profilestatus'],
  enableFrom: ['enablefrom', 'enabledfrom', 'enabledate', 'effectivedate', 'validfrom'],
  disableAfter: ['disableafter', 'disabledafter', 'disabledate', 'expirydate', 'validto'],
  clearingHouseOptions: ['clearinghouseoptions', 'clearinghouseoption', 'clearinghouse'],
  groups: ['groups', 'group', 'usergroups', 'usergroup', 'groupcodes'],
  srn: ['srn', 'smartcardreferencenumber', 'smartcardserialnumber', 'smartcard'],
  certificateExpiry: ['certificateexpirydate', 'certificateexpiry', 'certexpirydate', 'certexpiry'],
  email: ['email', 'emailaddress', 'registeredemail', 'mail'],
  participant: ['participant', 'participantid', 'participantcode', 'customercode', 'clearingparticipant'],
};
const required: readonly Column[] = ['userId', 'surname', 'status'];

/** Where a column is: under the first of its names that the header has. Twice the same name leaves it open which counts. */
function placeOf(written: readonly string[], aliases: readonly string[]): number {
  const alias = aliases.find((each) => written.includes(each));
  if (alias === undefined) return -1;
  if (written.indexOf(alias) !== written.lastIndexOf(alias))
    throw new Fault('COLUMNS_TWICE', `The header line names the column "${alias}" twice. Remove one of them.`);
  return written.indexOf(alias);
}

/** Where each column of a file is; a file without the columns that every listing has is no listing. */
export function columnsOf(
  header: readonly string[],
  participantGiven: boolean,
): Readonly<Partial<Record<Column, number>>> {
  const written = header.map((cell) => cell.toLowerCase().replace(/[^a-z]/g, ''));
  const found = Object.entries(names).map(([column, aliases]) => [column, placeOf(written, aliases)] as const);
  const columns = Object.fromEntries(found.filter(([, index]) => index >= 0)) as Partial<Record<Column, number>>;
  const needed: readonly Column[] = participantGiven ? required : [...required, 'participant'];
  const missing = needed.filter((column) => columns[column] === undefined);
  if (missing.length > 0) {
    const wanted = missing.map((column) => `${column} (${names[column].slice(0, 3).join(', ')})`).join('; ');
    throw new Fault(
      'COLUMNS_MISSING',
      `The header line lacks ${wanted}. Give --participant when all rows belong to one.`,
    );
  }
  return columns;
}
