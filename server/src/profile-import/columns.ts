import type { ImportRow } from '@countersign/identity';
import { Fault } from '@countersign/platform';

type Column = Exclude<keyof ImportRow, 'line'>;

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

/** Where each column of a file is; a file without the columns that every listing has is no listing. */
export function columnsOf(
  header: readonly string[],
  participantGiven: boolean,
): Readonly<Partial<Record<Column, number>>> {
  const written = header.map((cell) => cell.toLowerCase().replace(/[^a-z]/g, ''));
  const found = Object.entries(names).map(
    ([column, aliases]) => [column, written.findIndex((cell) => aliases.includes(cell))] as const,
  );
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
