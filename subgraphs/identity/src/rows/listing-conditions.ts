import type { ListingFilter } from '../user-profile/listing.ts';
import { mailboxKey } from '../user-profile/registered-email.ts';

/** A WHERE clause under construction; every value is a parameter. */
export interface Conditions {
  readonly clauses: string[];
  readonly values: (string | number)[];
}

/** Text at the beginning of a LIKE pattern, its own wildcards taken literally. */
export function likeBeginning(text: string): string {
  return `${text.replace(/[!%_]/g, '!$&')}%`;
}

/** The narrowing of a listing; within one participant these only skip rows of a bounded, ordered index range. */
export function listingConditions(filter: ListingFilter): Conditions {
  const { clauses, values }: Conditions = { clauses: [], values: [] };
  const add = (clause: string, ...more: readonly (string | number)[]): void => {
    clauses.push(clause);
    values.push(...more);
  };
  if (filter.participant !== undefined) add('p.participant = ?', filter.participant);
  if (filter.status !== undefined) add('p.status = ?', filter.status);
  if (filter.type !== undefined) add('p.type = ?', filter.type);
  if (filter.group !== undefined) add(`p.group_codes LIKE ? ESCAPE '!'`, `% ${likeBeginning(filter.group).slice(0, -1)} %`);
  if (filter.emailMissing !== undefined) add(filter.emailMissing ? 'p.mailbox_key IS NULL' : 'p.mailbox_key IS NOT NULL');
  if (filter.settlementAgent !== undefined) add(filter.settlementAgent ? 'p.settlement_agent_name IS NOT NULL' : 'p.settlement_agent_name IS NULL');
  const search = filter.search?.trim().replace(/\s+/g, ' ') ?? '';
  if (search !== '') addSearch(search, filter.participant !== undefined, add);
  return { clauses, values };
}

function addSearch(search: string, withinParticipant: boolean, add: (clause: string, ...values: readonly string[]) => void): void {
  const idBeginning = search.toUpperCase();
  if (withinParticipant) {
    add(
      `(p.live_user_id LIKE ? ESCAPE '!' OR p.name_key LIKE ? ESCAPE '!' OR p.mailbox_key LIKE ? ESCAPE '!')`,
      likeBeginning(ascii(idBeginning)), `% ${likeBeginning(search.normalize('NFC').toLowerCase())}`, likeBeginning(ascii(mailboxKey(search))),
    );
  } else if (search.includes('@')) add('p.mailbox_key = ?', ascii(mailboxKey(search)));
  // `~` sorts after every letter and digit: the ID range is read from the index and nothing else is.
  else add('p.live_user_id >= ? AND p.live_user_id < ?', ascii(idBeginning), `${ascii(idBeginning)}~`);
}

/** What an ASCII column can hold: another letter matches nothing there instead of an error of the engine. */
function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '\x7f');
}
