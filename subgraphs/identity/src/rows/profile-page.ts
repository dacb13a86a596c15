import { query, type Transaction } from '@countersign/platform';
import type { ReportScope } from '../reports/report-rights.ts';
import type { LocalDate } from '../function-hours/hong-kong-date.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import { emailWarnings } from '../user-profile/email-warnings.ts';
import { usable } from '../user-profile/usable.ts';
import type { ProfileStatus, ProfileType } from '../user-profile/user-profile.ts';
import { listingConditions } from './listing-conditions.ts';
import { findParticipants } from './participant-row.ts';

/** What another part's reports need to know of a profile. */
export interface PagedProfile {
  readonly uuid: string;
  readonly userId: string;
  readonly participant: string | null;
  readonly type: ProfileType;
  readonly status: ProfileStatus;
  readonly usable: boolean;
  readonly surname: string;
  readonly otherNames: string;
  readonly email: string | null;
  /** Another live profile of the participant has the same mailbox. */
  readonly emailShared: boolean;
  /** A public provider, or a domain that is not the participant's own. */
  readonly emailForeign: boolean;
  /** Whether a smartcard is bound to it, and may be used. */
  readonly cardHeld: boolean;
  readonly createdAt: number;
}

interface Row {
  readonly uuid: string;
  readonly user_id: string;
  readonly participant: string | null;
  readonly type: ProfileType;
  readonly status: ProfileStatus;
  readonly surname: string;
  readonly other_names: string;
  readonly email: string | null;
  readonly mailbox_key: string | null;
  readonly settlement_agent_name: string | null;
  readonly enable_from: LocalDate | null;
  readonly disable_after: LocalDate | null;
  readonly srn: string | null;
  readonly smartcard_allowed: number;
  readonly created_in_phase: MigrationPhase;
  readonly created_at: number;
}

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/** The mailboxes among these that several live profiles of one participant share, each with its participant. */
async function sharedMailboxes(tx: Transaction, rows: readonly Row[]): Promise<ReadonlySet<string>> {
  const keys = [...new Set(rows.flatMap((row) => (row.mailbox_key === null ? [] : [row.mailbox_key])))];
  if (keys.length === 0) return new Set();
  const shared = await query<{ mailbox_key: string; participant: string | null }>(
    tx,
    `SELECT p.mailbox_key, p.participant FROM user_profile p WHERE p.mailbox_key IN (${marks(keys)}) AND p.live_user_id IS NOT NULL
      GROUP BY p.mailbox_key, p.participant HAVING COUNT(*) > 1`,
    keys,
  );
  return new Set(shared.map((row) => `${row.participant ?? ''}|${row.mailbox_key}`));
}

async function domainsOf(tx: Transaction, rows: readonly Row[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const codes = [...new Set(rows.flatMap((row) => (row.participant === null ? [] : [row.participant])))];
  return new Map((await findParticipants(tx, codes)).map(({ code, emailDomains }) => [code, emailDomains]));
}

/** One page of live profiles by user ID, at most `size` of them, with what is known of their mailboxes: three statements whatever the size. */
export async function readProfilePage(
  tx: Transaction,
  scope: ReportScope,
  page: { readonly after: string; readonly size: number; readonly now: Date },
): Promise<readonly PagedProfile[]> {
  const { clauses, values } = listingConditions({
    ...(scope.profiles === 'EVERYBODY' ? {} : scope.profiles),
    ...(scope.types === null ? {} : { types: scope.types }),
  });
  const rows = await query<Row>(
    tx,
    `SELECT p.uuid, p.live_user_id AS user_id, p.participant, p.type, p.status, p.surname, p.other_names, p.email, p.mailbox_key,
        p.settlement_agent_name, p.enable_from, p.disable_after, p.srn, p.smartcard_allowed, p.created_in_phase, p.created_at
      FROM user_profile p WHERE ${['p.live_user_id > ?', ...clauses].join(' AND ')} ORDER BY p.live_user_id LIMIT ${page.size}`,
    [page.after, ...values],
  );
  const [shared, domains] = [await sharedMailboxes(tx, rows), await domainsOf(tx, rows)];
  return rows.map((row) => pagedProfile(row, { shared, domains, now: page.now }));
}

function pagedProfile(
  row: Row,
  known: {
    readonly shared: ReadonlySet<string>;
    readonly domains: ReadonlyMap<string, readonly string[]>;
    readonly now: Date;
  },
): PagedProfile {
  const { participant, email, status } = row;
  const dates = { enableFrom: row.enable_from, disableAfter: row.disable_after, deletedAt: null };
  const surroundings = {
    corporateDomains: known.domains.get(participant ?? '') ?? [],
    settlementAgent: row.settlement_agent_name !== null,
    shared: false,
  };
  return {
    uuid: row.uuid,
    userId: row.user_id,
    participant,
    type: row.type,
    status,
    usable: usable({ status, ...dates }, known.now),
    surname: row.surname,
    otherNames: row.other_names,
    email,
    emailShared: row.mailbox_key !== null && known.shared.has(`${participant ?? ''}|${row.mailbox_key}`),
    emailForeign: email !== null && emailWarnings(email, surroundings).length > 0,
    cardHeld: row.srn !== null && row.smartcard_allowed === 1,
    createdAt: row.created_at,
  };
}
