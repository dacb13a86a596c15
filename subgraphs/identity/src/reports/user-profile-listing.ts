import { pageOf, Fault, type ReportArgs, textArg } from '@countersign/platform';
import { hongKongDate, type LocalDate } from '../function-hours/hong-kong-date.ts';
import { listingFilter, type ListingFilter } from '../user-profile/listing.ts';
import { usableOn } from '../user-profile/usable.ts';
import type { ProfileStatus, ProfileType } from '../user-profile/user-profile.ts';
import type { IdentityReport } from './report-reader.ts';

interface Row {
  readonly user_id: string;
  readonly type: ProfileType;
  readonly participant: string | null;
  readonly clearing_house: string | null;
  readonly status: ProfileStatus;
  readonly surname: string;
  readonly other_names: string;
  readonly email: string | null;
  readonly enable_from: LocalDate | null;
  readonly disable_after: LocalDate | null;
  readonly clearing_house_options: string;
  readonly settlement_agent_name: string | null;
  readonly group_codes: string;
  readonly srn: string | null;
  readonly certificate_expiry: string | null;
  readonly created_in_phase: string;
}

const SELECT = `SELECT p.live_user_id AS user_id, p.type, p.participant, p.clearing_house, p.status, p.surname, p.other_names, p.email,
  p.enable_from, p.disable_after, p.clearing_house_options, p.settlement_agent_name, p.group_codes, p.srn, p.certificate_expiry,
  p.created_in_phase FROM user_profile p`;

function oneOf<Value extends string>(args: ReportArgs, name: string, values: readonly Value[]): Value | undefined {
  const text = textArg(args, name);
  const value = values.find((each) => each === text);
  if (value === undefined && text !== undefined)
    throw new Fault('INVALID_OPTION', `Choose one of ${values.join(', ')}.`, { publicDetails: { field: name } });
  return value;
}

/** The listing's own filter from the report's arguments; what was left out is absent. */
function filterOf(args: ReportArgs): ListingFilter {
  const given = {
    search: textArg(args, 'search'),
    status: oneOf(args, 'status', ['ENABLED', 'DISABLED']),
    type: oneOf(args, 'type', ['USER', 'DA', 'HKEX']),
    group: textArg(args, 'group'),
    emailMissing: args['emailMissing'],
    settlementAgent: args['settlementAgent'],
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ListingFilter;
}

/** R1: every profile with all columns of the listing, straight from its index, so that a million rows cost pages and nothing more (W5). */
export const userProfileListing: IdentityReport = {
  name: 'userProfileListing',
  title: 'User Profile Listing',
  description: 'All profiles by user ID, administrators included; from END without the smartcard columns.',
  needs: { audience: 'PARTICIPANT', acrossParticipants: true, functionHours: true },
  args: {
    participant: 'ID',
    search: 'String',
    status: 'String',
    type: 'String',
    group: 'ID',
    emailMissing: 'Boolean',
    settlementAgent: 'Boolean',
  },
  columns: [
    { key: 'userId', title: 'User ID' },
    { key: 'type', title: 'Profile Type' },
    { key: 'participant', title: 'Participant' },
    { key: 'clearingHouse', title: 'Clearing House' },
    { key: 'status', title: 'Status' },
    { key: 'usable', title: 'Usable Today' },
    { key: 'surname', title: 'Surname' },
    { key: 'otherNames', title: 'Other Names' },
    { key: 'email', title: 'Email', personal: true },
    { key: 'enableFrom', title: 'Enable From' },
    { key: 'disableAfter', title: 'Disable After' },
    { key: 'clearingHouseOptions', title: 'Clearing House Options' },
    { key: 'settlementAgentName', title: 'Settlement Agent' },
    { key: 'groups', title: 'Groups' },
    { key: 'createdInPhase', title: 'Created In Phase' },
    { key: 'srn', title: 'SRN', personal: true, until: 'END' },
    { key: 'certificateExpiry', title: 'Certificate Expiry Date', personal: true, until: 'END' },
  ],
  async lines(reader, args, { after, size }) {
    const filter = listingFilter(filterOf(args), reader.scope.profiles === 'EVERYBODY');
    if (!filter.ok)
      throw new Fault(filter.refusal.code, filter.refusal.message, { publicDetails: { field: filter.refusal.field } });
    const today = hongKongDate(reader.at);
    const { clauses, values } = reader.profiles(filter.value);
    const rows = await reader.select<Row>(
      `${SELECT} WHERE ${['p.live_user_id > ?', ...clauses].join(' AND ')} ORDER BY p.live_user_id LIMIT ${size + 1}`,
      [after ?? '', ...values],
    );
    return pageOf(
      rows,
      size,
      (row) => row.user_id,
      (row) => lineOf(row, today),
    );
  },
};

function lineOf(row: Row, today: LocalDate) {
  const dates = { enableFrom: row.enable_from, disableAfter: row.disable_after, deletedAt: null };
  return [
    row.user_id,
    row.type,
    row.participant,
    row.clearing_house,
    row.status,
    usableOn({ status: row.status, ...dates }, today),
    row.surname,
    row.other_names,
    row.email,
    row.enable_from,
    row.disable_after,
    row.clearing_house_options,
    row.settlement_agent_name,
    row.group_codes.trim(),
    row.created_in_phase,
    row.srn,
    row.certificate_expiry,
  ];
}
