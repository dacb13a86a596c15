import type { MigrationPhase } from '../migration-phase/migration-phase.ts';

/** On whose behalf somebody acts: the clearing house, the participant's administrators, or a person for himself. */
export type Side = 'HKEX' | 'DA' | 'SELF';

/** What somebody may want to do; the rows of Table 1 and of its prose. */
export type Action =
  | 'CREATE'
  | 'MAINTAIN'
  | 'REGISTER_EMAIL'
  | 'DELETE'
  | 'ADD_BUSINESS_GROUPS'
  | 'ADD_DA_GROUPS'
  | 'UNLOCK'
  | 'RESET_SECOND_FACTOR'
  | 'RESET_SMARTCARD_PIN'
  | 'ORDER_SMARTCARD'
  | 'ENQUIRE'
  | 'LIST'
  | 'REVEAL_AUTHORISATION_CODE'
  | 'SUBMIT_CHANGE'
  | 'AUTHORISE_CHANGE'
  | 'DISABLE_IN_EMERGENCY'
  | 'LOG_IN_BY_SMARTCARD'
  | 'LOG_IN_BY_TWO_FACTOR'
  | 'CHANGE_PHASE'
  | 'CHANGE_GROUP_CATALOGUE'
  | 'CHANGE_CALENDAR'
  | 'CHANGE_POLICY';

/** On what: an administrator's profile, a user's profile, or the house itself. */
export type Target = 'DA' | 'USER' | 'HOUSE';

/** How many people it takes: a maker and a checker, or one person. */
export type Hands = 'PAIR' | 'ONE';

/** One row of Table 1 or of its prose: which sides may, in PRE_PARALLEL, PARALLEL and END. */
export interface MatrixRow {
  readonly action: Action;
  readonly target: Target;
  readonly hands: Hands;
  readonly sides: Readonly<Record<MigrationPhase, readonly Side[]>>;
  /** Where the row comes from, so that a correction finds its reason. */
  readonly basis: string;
}

type Cells = readonly [pre: readonly Side[], parallel: readonly Side[], end: readonly Side[]];

const row = (...[action, target, hands, cells, basis]: [Action, Target, Hands, Cells, string]): MatrixRow => ({
  action,
  target,
  hands,
  sides: { PRE_PARALLEL: cells[0], PARALLEL: cells[1], END: cells[2] },
  basis,
});

const always = (...sides: readonly Side[]) => [sides, sides, sides] as const;
const NOBODY = [] as const;

/** Who may do what, as data, so that a correction is a change of this table and of nothing else (A1). */
export const permissionMatrix: readonly MatrixRow[] = [
  row('CREATE', 'DA', 'PAIR', always('HKEX'), 'Table 1'),
  row('MAINTAIN', 'DA', 'PAIR', always('HKEX'), 'Table 1'),
  row('REGISTER_EMAIL', 'DA', 'PAIR', always('HKEX'), 'Table 1 "to be announced", resolved by A2'),
  row('DELETE', 'DA', 'PAIR', always('HKEX'), 'Table 1'),
  row('ADD_BUSINESS_GROUPS', 'DA', 'PAIR', [NOBODY, NOBODY, ['HKEX', 'DA']], 'Table 1'),
  row('CREATE', 'USER', 'PAIR', [['HKEX'], ['DA'], ['DA']], 'Table 1, A3'),
  row('MAINTAIN', 'USER', 'PAIR', always('DA'), 'Table 1'),
  row('REGISTER_EMAIL', 'USER', 'PAIR', always('DA'), 'Table 1'),
  row('DELETE', 'USER', 'PAIR', always('DA'), 'Table 1'),
  row('ADD_BUSINESS_GROUPS', 'USER', 'PAIR', always('DA'), 'W9'),
  row('ADD_DA_GROUPS', 'USER', 'PAIR', [NOBODY, NOBODY, ['HKEX']], 'Table 1'),
  row('UNLOCK', 'USER', 'PAIR', always('DA'), '2.2, A4'),
  row('UNLOCK', 'DA', 'PAIR', always('HKEX'), '2.2'),
  row('RESET_SECOND_FACTOR', 'USER', 'PAIR', always('DA'), '2.2'),
  row('RESET_SECOND_FACTOR', 'DA', 'PAIR', always('HKEX'), '2.2'),
  row('RESET_SMARTCARD_PIN', 'USER', 'PAIR', [['DA'], ['DA'], NOBODY], '2.2'),
  row('RESET_SMARTCARD_PIN', 'DA', 'PAIR', [['HKEX'], ['HKEX'], NOBODY], '2.2, SCard 1'),
  row('ORDER_SMARTCARD', 'HOUSE', 'PAIR', [['HKEX'], NOBODY, NOBODY], '2.2, seed 3.2.3'),
  row('ENQUIRE', 'USER', 'ONE', always('DA', 'HKEX'), '2.2'),
  row('ENQUIRE', 'DA', 'ONE', always('DA', 'HKEX'), '2.2, W4'),
  row('LIST', 'USER', 'ONE', always('DA', 'HKEX'), '2.2, W5'),
  row('LIST', 'DA', 'ONE', always('DA', 'HKEX'), '2.2, W5'),
  row('REVEAL_AUTHORISATION_CODE', 'DA', 'ONE', always('SELF'), '2.2, W3'),
  row('SUBMIT_CHANGE', 'USER', 'ONE', always('DA', 'HKEX'), '2.2'),
  row('SUBMIT_CHANGE', 'DA', 'ONE', always('DA', 'HKEX'), '2.2'),
  row('AUTHORISE_CHANGE', 'USER', 'ONE', always('DA', 'HKEX'), '2.2'),
  row('AUTHORISE_CHANGE', 'DA', 'ONE', always('DA', 'HKEX'), '2.2'),
  row('DISABLE_IN_EMERGENCY', 'USER', 'ONE', always('DA'), '2.2, fail-safe'),
  row(
    'LOG_IN_BY_SMARTCARD',
    'USER',
    'ONE',
    [['SELF'], ['SELF'], NOBODY],
    '2.2; in PARALLEL only a profile that holds a card',
  ),
  row(
    'LOG_IN_BY_SMARTCARD',
    'DA',
    'ONE',
    [['SELF'], ['SELF'], NOBODY],
    '2.2; in PARALLEL only a profile that holds a card',
  ),
  row('LOG_IN_BY_TWO_FACTOR', 'USER', 'ONE', [NOBODY, ['SELF'], ['SELF']], '2.2'),
  row('LOG_IN_BY_TWO_FACTOR', 'DA', 'ONE', [NOBODY, ['SELF'], ['SELF']], '2.2'),
  row('CHANGE_PHASE', 'HOUSE', 'PAIR', always('HKEX'), '2.2'),
  row('CHANGE_GROUP_CATALOGUE', 'HOUSE', 'PAIR', always('HKEX'), '2.2'),
  row('CHANGE_CALENDAR', 'HOUSE', 'PAIR', always('HKEX'), '2.2'),
  row('CHANGE_POLICY', 'HOUSE', 'PAIR', always('HKEX'), '2.2'),
];
