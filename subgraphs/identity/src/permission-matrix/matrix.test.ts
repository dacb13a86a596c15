import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { migrationPhases } from '../migration-phase/migration-phase.ts';
import { actionBook, actions, type Action, type Side, type Target } from './action-book.ts';
import { readMatrix } from './read-matrix.ts';
import { standardMatrix } from './standard-matrix.ts';

const matrix = standardMatrix();

/**
 * Table 1 as printed in domain 2.1 and the rows of domain 2.2, typed in once more.
 * Columns: Pre HKEX, Pre DA, Parallel HKEX, Parallel DA, End HKEX, End DA.
 */
const printed: readonly [Target, Action, string][] = [
  // 2.1
  ['DA', 'CREATE', 'Y - Y - Y -'],
  ['DA', 'MAINTAIN', 'Y - Y - Y -'],
  ['DA', 'REGISTER_EMAIL', 'Y - Y - Y -'],
  ['DA', 'DELETE', 'Y - Y - Y -'],
  ['DA', 'ADD_BUSINESS_GROUPS', '- - - - Y Y'],
  ['USER', 'CREATE', 'Y - - Y - Y'],
  ['USER', 'MAINTAIN', '- Y - Y - Y'],
  ['USER', 'REGISTER_EMAIL', '- Y - Y - Y'],
  ['USER', 'DELETE', '- Y - Y - Y'],
  ['USER', 'ADD_DA_GROUPS', '- - - - Y -'],
  // 2.2
  ['USER', 'UNLOCK', '- Y - Y - Y'],
  ['USER', 'RESET_SECOND_FACTOR', '- Y - Y - Y'],
  ['DA', 'UNLOCK', 'Y - Y - Y -'],
  ['DA', 'RESET_SECOND_FACTOR', 'Y - Y - Y -'],
  ['USER', 'RESET_SMARTCARD_PIN', '- Y - Y - -'],
  ['DA', 'RESET_SMARTCARD_PIN', 'Y - Y - - -'],
  ['HOUSE', 'ORDER_SMARTCARD', 'Y - - - - -'],
  ['USER', 'ENQUIRE', 'Y Y Y Y Y Y'],
  ['DA', 'ENQUIRE', 'Y Y Y Y Y Y'],
  ['USER', 'LIST', 'Y Y Y Y Y Y'],
  ['DA', 'LIST', 'Y Y Y Y Y Y'],
  ['USER', 'SUBMIT_CHANGE', 'Y Y Y Y Y Y'],
  ['DA', 'SUBMIT_CHANGE', 'Y Y Y Y Y Y'],
  ['USER', 'AUTHORISE_CHANGE', 'Y Y Y Y Y Y'],
  ['DA', 'AUTHORISE_CHANGE', 'Y Y Y Y Y Y'],
  ['USER', 'DISABLE_IN_EMERGENCY', '- Y - Y - Y'],
  ['DA', 'DISABLE_IN_EMERGENCY', '- - - - - -'],
  ['USER', 'END_SESSIONS', 'Y Y Y Y Y Y'],
  ['DA', 'END_SESSIONS', 'Y - Y - Y -'],
  ['HOUSE', 'END_SESSIONS', 'Y - Y - Y -'],
  ['HOUSE', 'CHANGE_PHASE', 'Y - Y - Y -'],
  ['HOUSE', 'CHANGE_GROUP_CATALOGUE', 'Y - Y - Y -'],
  ['HOUSE', 'CHANGE_CALENDAR', 'Y - Y - Y -'],
  ['HOUSE', 'CHANGE_POLICY', 'Y - Y - Y -'],
  // W8, W9, W2, and what belongs to the house itself
  ['USER', 'ADD_BUSINESS_GROUPS', '- Y - Y - Y'],
  ['DA', 'ADD_DA_GROUPS', '- - - - - -'],
  ['USER', 'CHANGE_STATUS', '- Y - Y - Y'],
  ['DA', 'CHANGE_STATUS', 'Y - Y - Y -'],
  ['HOUSE', 'WAIVE_SECOND_PERSON', 'Y - Y - Y -'],
  ['HOUSE', 'CHANGE_SERVICE_ACCOUNT', 'Y - Y - Y -'],
  ['HOUSE', 'ENQUIRE', 'Y - Y - Y -'],
  ['HOUSE', 'LIST', 'Y - Y - Y -'],
  ['HOUSE', 'SUBMIT_CHANGE', 'Y - Y - Y -'],
  ['HOUSE', 'AUTHORISE_CHANGE', 'Y - Y - Y -'],
  ['HOUSE', 'CREATE', '- - - - - -'],
  ['HOUSE', 'MAINTAIN', '- - - - - -'],
];

/** What somebody does for himself, by phase (2.2). */
const forOneself: readonly [Target, Action, string][] = [
  ['DA', 'REVEAL_AUTHORISATION_CODE', 'Y Y Y'],
  ['USER', 'REVEAL_AUTHORISATION_CODE', '- - -'],
  ['DA', 'LOG_IN_BY_SMARTCARD', 'Y Y -'],
  ['USER', 'LOG_IN_BY_SMARTCARD', 'Y Y -'],
  ['HOUSE', 'LOG_IN_BY_SMARTCARD', 'Y Y -'],
  ['DA', 'LOG_IN_BY_TWO_FACTOR', '- Y Y'],
  ['USER', 'LOG_IN_BY_TWO_FACTOR', '- Y Y'],
  ['HOUSE', 'LOG_IN_BY_TWO_FACTOR', '- Y Y'],
];

const cell = (target: Target, action: Action, side: Side, [phase, mark]: readonly [number, string]) => ({
  target,
  action,
  side,
  phase: migrationPhases[phase] ?? 'END',
  expected: mark === 'Y',
});
const cells = [
  ...printed.flatMap(([target, action, marks]) =>
    marks
      .split(' ')
      .map((mark, column) => cell(target, action, column % 2 === 0 ? 'HKEX' : 'DA', [Math.floor(column / 2), mark])),
  ),
  ...forOneself.flatMap(([target, action, marks]) =>
    marks.split(' ').map((mark, phase) => cell(target, action, 'SELF', [phase, mark])),
  ),
];

describe('the standard matrix', () => {
  it.each(cells)('$phase: $side $action on $target is $expected', ({ expected, ...question }) => {
    expect(matrix.permits(question)).toBe(expected);
  });

  it('holds nothing that the tables above do not name', () => {
    const named = new Set([...printed, ...forOneself].map(([target, action]) => `${action} ${target}`));
    for (const row of matrix.rows) expect(named).toContain(`${row.action} ${row.target}`);
    const ticks = cells.filter((each) => each.expected).length;
    const held = matrix.rows.flatMap((row) => Object.values(row.sides).flat());
    expect(held).toHaveLength(ticks);
  });

  it('takes two people for every change but the emergency disable', () => {
    expect(matrix.handsFor('REGISTER_EMAIL', 'USER')).toBe('PAIR');
    expect(matrix.handsFor('DISABLE_IN_EMERGENCY', 'USER')).toBe('ONE');
    expect(matrix.handsFor('DISABLE_IN_EMERGENCY', 'DA')).toBeNull();
  });

  it('tells in which phases a side may', () => {
    expect(matrix.phasesOf({ side: 'DA', action: 'CREATE', target: 'USER' })).toEqual(['PARALLEL', 'END']);
    expect(matrix.phasesOf({ side: 'DA', action: 'CREATE', target: 'DA' })).toEqual([]);
  });
});

const text = readFileSync(new URL('../../permission-matrix.json', import.meta.url), 'utf8');
type Row = Record<string, unknown>;
/** The standard document with its rows rewritten. */
const altered = (rewrite: (rows: Row[]) => unknown): string =>
  JSON.stringify({ rows: rewrite((JSON.parse(text) as { rows: Row[] }).rows) });
const first = (change: Row) => altered((rows) => [{ ...rows[0], ...change }, ...rows.slice(1)]);

describe('a matrix from a file', () => {
  it('says what the file says: one cell changed is one answer changed', () => {
    const question = { side: 'DA', action: 'CREATE', target: 'DA', phase: 'PARALLEL' } as const;
    const other = readMatrix(first({ PARALLEL: ['HKEX', 'DA'] }), 'other.json');
    expect([matrix.permits(question), other.permits(question)]).toEqual([false, true]);
    expect(other.permits({ ...question, phase: 'END' })).toBe(false);
  });

  it.each([
    ['an unknown action', first({ action: 'CREAT' }), 'Row 1 (CREAT on DA) has the unknown action "CREAT".'],
    ['an inherited name as action', first({ action: 'constructor' }), 'unknown action "constructor"'],
    ['a target that the action has not', first({ target: 'HOUSE' }), 'has the target "HOUSE": only DA, USER here.'],
    ['an unknown side', first({ END: ['CP'] }), 'names the unknown side "CP" in END.'],
    ['a side that can never do it', first({ END: ['SELF'] }), 'cannot name SELF in END: only HKEX, DA.'],
    ['one side twice', first({ END: ['HKEX', 'HKEX'] }), 'names one side twice in END.'],
    ['a missing phase', first({ END: undefined }), 'lacks the phase END: a list of sides, empty for nobody.'],
    ['an unknown phase', first({ LATER: [] }), 'has the unknown column "LATER".'],
    ['other hands', first({ hands: 'ONE' }), 'takes hands PAIR, not "ONE".'],
    ['no basis', first({ basis: ' ' }), 'lacks its basis'],
    ['a row twice', altered((rows) => [...rows, rows[0]]), 'CREATE on DA has 2 rows.'],
    ['a row left out', altered((rows) => rows.slice(1)), 'CREATE on DA has no row'],
    ['a row that is none', altered((rows) => [null, ...rows.slice(1)]), 'has the unknown action "nothing".'],
    ['no rows', '{}', 'It must be a JSON object with the list "rows".'],
    ['no JSON', 'action,target', 'It must be a JSON object with the list "rows".'],
    ['nothing', 'null', 'It must be a JSON object with the list "rows".'],
  ])('is refused with a sentence for %s', (_, document, sentence) => {
    expect(() => readMatrix(document, 'other.json')).toThrow('The permission matrix other.json is wrong.');
    expect(() => readMatrix(document, 'other.json')).toThrow(sentence);
  });

  it('is told all that is wrong with it at once', () => {
    const document = altered((rows) => rows.map((row, index) => (index < 2 ? { ...row, hands: 'NONE' } : row)));
    expect(() => readMatrix(document, 'x')).toThrow(/Row 1 .*\. Row 2 /);
  });
});

describe('the book of actions', () => {
  it('has the row of every action and target in the standard matrix', () => {
    const wanted = actions.flatMap((action) => actionBook[action].targets.map((target) => `${action} ${target}`));
    expect(matrix.rows.map((row) => `${row.action} ${row.target}`).sort()).toEqual(wanted.sort());
  });
});
