import { type HouseRule, houseChange, type HouseWish } from '../changes/house-change.ts';
import { hongKongDate, localDate, type LocalDate, plusDays } from '../function-hours/hong-kong-date.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import { addressList } from './address-list.ts';
import { type ServiceAccount, type ServiceAccountScope, serviceAccountScopes } from './service-account.ts';

const ACTIONS = ['CREATE', 'CHANGE', 'ROTATE', 'DISABLE'] as const;
type AccountAction = (typeof ACTIONS)[number];

/** What shall become of an account; terms that were left out stay. */
interface AccountWish {
  readonly name: string;
  readonly action: AccountAction;
  readonly scopes?: readonly ServiceAccountScope[];
  readonly addresses?: readonly string[];
  readonly expiresOn?: LocalDate;
}
type Terms = Pick<AccountWish, 'scopes' | 'addresses' | 'expiresOn'>;
type Wanted = HouseWish<AccountWish, ServiceAccount | null>;

/** Whoever needs the account longer says so once a year. */
const LONGEST_DAYS = 366;
const NAME = /^[A-Z][A-Z0-9-]{2,39}$/;

function invalid(field: string, message: string) {
  return refused('INVALID_INPUT', message, { field });
}

function readScopes(typed: unknown): readonly ServiceAccountScope[] | null {
  if (!Array.isArray(typed) || typed.length === 0) return null;
  const scopes = serviceAccountScopes.filter((scope) => typed.includes(scope));
  return scopes.length === new Set(typed).size ? scopes : null;
}

const textsOf = (typed: unknown): readonly string[] =>
  Array.isArray(typed) && typed.every((each) => typeof each === 'string') ? (typed as string[]) : [];

const readers = {
  scopes: (typed) =>
    readScopes(typed) ?? invalid('scopes', `The scopes are one or more of ${serviceAccountScopes.join(', ')}.`),
  addresses: (typed) =>
    addressList(textsOf(typed)) ??
    refused('ADDRESS_INVALID', 'Give 1 to 20 IPv4 or IPv6 addresses or ranges such as 203.0.113.0/24.', {
      field: 'addresses',
    }),
  expiresOn: (typed) =>
    localDate(String(typed)) ??
    refused('INVALID_DATE', 'Give a calendar date such as 2027-06-30.', { field: 'expiresOn' }),
} satisfies { [Name in keyof Terms]-?: (typed: unknown) => NonNullable<Terms[Name]> | ReturnType<typeof refused> };

/** The terms that were given; what was left out or null stays as it is. */
function readTerms(fields: Readonly<Record<string, unknown>>): Judged<Terms> {
  const terms: Record<string, unknown> = {};
  for (const [name, readTerm] of Object.entries(readers)) {
    const typed = fields[name] ?? null;
    if (typed === null) continue;
    const term = readTerm(typed);
    if (typeof term === 'object' && 'refusal' in term) return term;
    terms[name] = term;
  }
  return accepted(terms);
}

function read({ name: typed, action: wanted, ...fields }: Readonly<Record<string, unknown>>): Judged<AccountWish> {
  const name = typeof typed === 'string' ? typed.trim().toUpperCase() : '';
  if (!NAME.test(name))
    return invalid('name', 'The name of a service account has 3 to 40 letters, digits and hyphens, a letter first.');
  const action = ACTIONS.find((each) => each === wanted);
  if (action === undefined)
    return refused('INVALID_OPTION', `Choose one of ${ACTIONS.join(', ')}.`, { field: 'action' });
  const terms = readTerms(fields);
  if (!terms.ok) return terms;
  const given = Object.keys(terms.value);
  if ((action === 'ROTATE' || action === 'DISABLE') && given.length > 0)
    return invalid(String(given[0]), `${action} changes no terms. Use CHANGE for them.`);
  if (action === 'CREATE' && given.length < 3)
    return invalid('scopes', 'A new account needs its scopes, its addresses and its last day.');
  return accepted({ name, action, ...terms.value });
}

function differences(account: ServiceAccount, terms: Terms) {
  const changed = (['scopes', 'addresses', 'expiresOn'] as const).filter(
    (field) => terms[field] !== undefined && JSON.stringify(terms[field]) !== JSON.stringify(account[field]),
  );
  return {
    before: Object.fromEntries(changed.map((field) => [field, account[field]])),
    after: Object.fromEntries(changed.map((field) => [field, terms[field]])),
  };
}

const SHOWN_ONCE = 'An operator of the clearing house can then have one token shown, once.';

/** What the action would change of the account that stands. */
function effectOn(account: ServiceAccount, { action, ...terms }: AccountWish) {
  if (action === 'ROTATE')
    return account.issueArmed
      ? null
      : {
          before: {},
          after: { token: 'a new one may be issued' },
          warnings: [SHOWN_ONCE, 'The token before it ends 24 hours after that.'],
        };
  if (action === 'DISABLE')
    return { before: { enabled: true }, after: { enabled: false }, warnings: ['Its tokens end at once and for good.'] };
  const { before, after } = differences(account, terms);
  return Object.keys(after).length === 0 ? null : { before, after, warnings: [] };
}

function judgeTerms({ wish, now }: Wanted): Judged<null> {
  const today = hongKongDate(now);
  const { expiresOn } = wish;
  return expiresOn !== undefined && (expiresOn < today || expiresOn > plusDays(today, LONGEST_DAYS))
    ? refused('INVALID_DATE', `The last day is today or within ${LONGEST_DAYS} days.`, { field: 'expiresOn' })
    : accepted(null);
}

async function judge(wanted: Wanted) {
  const terms = judgeTerms(wanted);
  if (!terms.ok) return terms;
  const { wish, state } = wanted;
  const { stored } = state;
  const { scopes, addresses, expiresOn } = wish;
  if (wish.action === 'CREATE')
    return stored === null
      ? accepted({ before: {}, after: { scopes, addresses, expiresOn }, warnings: [SHOWN_ONCE] })
      : refused('ACCOUNT_NAME_TAKEN', 'There is or was a service account of that name. Choose another.', {
          field: 'name',
        });
  if (stored === null) return refused('ACCOUNT_UNKNOWN', 'There is no such service account.', { field: 'name' });
  if (!stored.enabled) return refused('NO_CHANGE', 'The service account is disabled for good.', { field: 'name' });
  const effect = effectOn(stored, wish);
  return effect === null ? refused('NO_CHANGE', 'The service account is like this already.') : accepted(effect);
}

async function write({ records, wish, state, now }: Wanted): Promise<boolean> {
  const { action, name, ...given } = wish;
  const stands = state.stored ?? { scopes: [], addresses: [], expiresOn: hongKongDate(now), issueArmed: false };
  return records.house.writeServiceAccount(
    {
      name,
      scopes: given.scopes ?? stands.scopes,
      addresses: given.addresses ?? stands.addresses,
      expiresOn: given.expiresOn ?? stands.expiresOn,
      enabled: action !== 'DISABLE',
      issueArmed: action === 'CREATE' || action === 'ROTATE' || (action === 'CHANGE' && stands.issueArmed),
    },
    { version: state.version, at: now },
  );
}

const rule: HouseRule<AccountWish, ServiceAccount | null> = {
  kind: 'SERVICE_ACCOUNT_CHANGE',
  action: 'CHANGE_SERVICE_ACCOUNT',
  successMessage: 'The service account is changed successfully',
  fields: ['name', 'action', 'scopes', 'addresses', 'expiresOn'],
  read,
  key: ({ name }) => `service-account:${name}`,
  subject: ({ name }) => `Service account ${name}`,
  async stored(records, { name }) {
    const { stored, version } = await records.house.serviceAccount(name);
    return { stored, version };
  },
  judge,
  write,
};

/** Create, change, rotate the token of, or disable a service account, by an operator and an approver of the house (issue 3.5). */
export const serviceAccountChange = houseChange(rule);
