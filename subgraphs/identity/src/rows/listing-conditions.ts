import type { ListingFilter } from '../user-profile/listing.ts';
import { mailboxKey } from '../user-profile/registered-email.ts';

/** A WHERE clause under construction; every value is a parameter. */
export interface Conditions {
  readonly clauses: string[];
  readonly values: string[];
}

/** Text inside a LIKE pattern, its own wildcards taken literally. */
function literally(text: string): string {
  return text.replace(/[!%_]/g, '!$&');
}

type Add = (clause: string, ...values: readonly string[]) => void;

const isNull = (column: string, wanted: boolean): string => `${column} IS ${wanted ? '' : 'NOT '}NULL`;

/** One line for each filter of the form. */
const narrowing = {
  participant: (value, add) => add('p.participant = ?', value),
  status: (value, add) => add('p.status = ?', value),
  type: (value, add) => add('p.type = ?', value),
  types: (value, add) => add(`p.type IN (${value.map(() => '?').join(', ')})`, ...value),
  group: (value, add) => add(`p.group_codes LIKE ? ESCAPE '!'`, `% ${literally(ascii(value))} %`),
  emailMissing: (value, add) => add(isNull('p.mailbox_key', value)),
  settlementAgent: (value, add) => add(isNull('p.settlement_agent_name', !value)),
} satisfies {
  [Name in Exclude<keyof ListingFilter, 'search' | 'emailsHidden'>]: (
    value: NonNullable<ListingFilter[Name]>,
    add: Add,
  ) => void;
};

/** The narrowing of a listing; within one participant these only skip rows of a bounded, ordered index range. */
export function listingConditions(filter: ListingFilter): Conditions {
  const { clauses, values }: Conditions = { clauses: [], values: [] };
  const add: Add = (clause, ...more) => {
    clauses.push(clause);
    values.push(...more);
  };
  for (const [name, narrow] of Object.entries(narrowing)) {
    const value = filter[name as keyof typeof narrowing];
    if (value !== undefined) (narrow as (value: unknown, add: Add) => void)(value, add);
  }
  const search = filter.search?.trim().replace(/\s+/g, ' ') ?? '';
  if (search !== '') addSearch(search, filter, add);
  return { clauses, values };
}

function addSearch(search: string, { participant, emailsHidden = false }: ListingFilter, add: Add): void {
  const idBeginning = ascii(search.toUpperCase());
  // `~` sorts after every letter and digit: the range of IDs is read from the index and nothing else is.
  const byId = (): void => add('p.live_user_id >= ? AND p.live_user_id < ?', idBeginning, `${idBeginning}~`);
  if (participant === undefined) {
    return search.includes('@') && !emailsHidden ? add('p.mailbox_key = ?', ascii(mailboxKey(search))) : byId();
  }
  if (idBeginning.startsWith(`HK${participant}`)) return byId();
  const columns = ['p.live_user_id', 'p.name_key', ...(emailsHidden ? [] : ['p.mailbox_key'])];
  const beginnings = [
    `${literally(idBeginning)}%`,
    `% ${literally(search.normalize('NFC').toLowerCase())}%`,
    `${literally(ascii(mailboxKey(search)))}%`,
  ];
  const clauses = columns.map((column) => `${column} LIKE ? ESCAPE '!'`);
  add(`(${clauses.join(' OR ')})`, ...beginnings.slice(0, columns.length));
}

/** What an ASCII column can hold: another letter matches nothing there instead of an error of the engine. */
function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '\x7f');
}
