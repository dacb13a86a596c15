/** On whose behalf somebody acts: the clearing house, the participant's administrators, or a person for himself. */
export type Side = 'HKEX' | 'DA' | 'SELF';

/** The sides in the order in which tables show them. */
export const sides = ['HKEX', 'DA', 'SELF'] as const satisfies readonly Side[];

/** On what: an administrator's profile, a user's profile, or the house itself with its own profiles. */
export type Target = 'DA' | 'USER' | 'HOUSE';

/** How many people it takes: a maker and a checker, or one person. */
export type Hands = 'PAIR' | 'ONE';

interface ActionEntry {
  readonly hands: Hands;
  readonly targets: readonly Target[];
  /** Sides that a cell of this action may name; what another side would do has no meaning in the product. */
  readonly sides: readonly Side[];
}

const entry = (hands: Hands, targets: readonly Target[], among: readonly Side[]): ActionEntry => ({
  hands,
  targets,
  sides: among,
});
const PEOPLE = ['DA', 'USER'] as const;
const EVERY = ['DA', 'USER', 'HOUSE'] as const;
const HOUSE = ['HOUSE'] as const;
const STAFF = ['HKEX', 'DA'] as const;

/** What somebody may want to do: the rows of Table 1 and of its prose (domain 2.1, 2.2), and what a cell may say of each. */
export const actionBook = {
  CREATE: entry('PAIR', PEOPLE, STAFF),
  MAINTAIN: entry('PAIR', PEOPLE, STAFF),
  REGISTER_EMAIL: entry('PAIR', PEOPLE, STAFF),
  DELETE: entry('PAIR', PEOPLE, STAFF),
  ADD_BUSINESS_GROUPS: entry('PAIR', PEOPLE, STAFF),
  ADD_DA_GROUPS: entry('PAIR', ['USER'], STAFF),
  CHANGE_STATUS: entry('PAIR', PEOPLE, STAFF),
  UNLOCK: entry('PAIR', PEOPLE, STAFF),
  RESET_SECOND_FACTOR: entry('PAIR', PEOPLE, STAFF),
  RESET_SMARTCARD_PIN: entry('PAIR', PEOPLE, STAFF),
  ORDER_SMARTCARD: entry('PAIR', HOUSE, ['HKEX']),
  CHANGE_PHASE: entry('PAIR', HOUSE, ['HKEX']),
  CHANGE_GROUP_CATALOGUE: entry('PAIR', HOUSE, ['HKEX']),
  CHANGE_CALENDAR: entry('PAIR', HOUSE, ['HKEX']),
  CHANGE_POLICY: entry('PAIR', HOUSE, ['HKEX']),
  WAIVE_SECOND_PERSON: entry('PAIR', HOUSE, ['HKEX']),
  CHANGE_SERVICE_ACCOUNT: entry('PAIR', HOUSE, ['HKEX']),
  DISABLE_IN_EMERGENCY: entry('ONE', ['USER'], STAFF),
  END_SESSIONS: entry('ONE', EVERY, STAFF),
  SUBMIT_CHANGE: entry('ONE', EVERY, STAFF),
  AUTHORISE_CHANGE: entry('ONE', EVERY, STAFF),
  REVEAL_AUTHORISATION_CODE: entry('ONE', ['DA'], ['SELF']),
  ENQUIRE: entry('ONE', EVERY, STAFF),
  LIST: entry('ONE', EVERY, STAFF),
  LOG_IN_BY_SMARTCARD: entry('ONE', EVERY, ['SELF']),
  LOG_IN_BY_TWO_FACTOR: entry('ONE', EVERY, ['SELF']),
} as const satisfies Record<string, ActionEntry>;

/** One of the actions above. */
export type Action = keyof typeof actionBook;

/** All actions, in the order of the book. */
export const actions = Object.keys(actionBook) as readonly Action[];
