import { describe, expect, it } from '@jest/globals';
import { migrationPhases } from '../migration-phase/migration-phase.ts';
import { type Action, permissionMatrix, type Side, type Target } from './matrix.ts';
import { handsFor, permits } from './permits.ts';

/** Table 1 as printed in domain 2.1, columns Pre HKEX, Pre DA, Par HKEX, Par DA, End HKEX, End DA, typed in once more. */
const printed: readonly [Target, Action, string][] = [
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
  ['USER', 'UNLOCK', '- Y - Y - Y'],
  ['DA', 'UNLOCK', 'Y - Y - Y -'],
  ['USER', 'RESET_SECOND_FACTOR', '- Y - Y - Y'],
  ['DA', 'RESET_SECOND_FACTOR', 'Y - Y - Y -'],
  ['USER', 'RESET_SMARTCARD_PIN', '- Y - Y - -'],
  ['DA', 'RESET_SMARTCARD_PIN', 'Y - Y - - -'],
  ['HOUSE', 'ORDER_SMARTCARD', 'Y - - - - -'],
  ['USER', 'DISABLE_IN_EMERGENCY', '- Y - Y - Y'],
  ['USER', 'ADD_BUSINESS_GROUPS', '- Y - Y - Y'],
  ['DA', 'DISABLE_IN_EMERGENCY', '- - - - - -'],
  ['DA', 'ADD_DA_GROUPS', '- - - - - -'],
];

const cells = printed.flatMap(([target, action, marks]) =>
  marks.split(' ').map((mark, column) => ({
    target,
    action,
    phase: migrationPhases[Math.floor(column / 2)] ?? 'END',
    side: (column % 2 === 0 ? 'HKEX' : 'DA') as Side,
    expected: mark === 'Y',
  })),
);

describe('permission matrix', () => {
  it.each(cells)('$phase: $side $action on $target is $expected', ({ expected, ...question }) => {
    expect(permits(question)).toBe(expected);
  });

  it('lets everybody log in by what the phase offers', () => {
    const byCard = migrationPhases.map((phase) =>
      permits({ side: 'SELF', action: 'LOG_IN_BY_SMARTCARD', target: 'USER', phase }),
    );
    const byTwoFactor = migrationPhases.map((phase) =>
      permits({ side: 'SELF', action: 'LOG_IN_BY_TWO_FACTOR', target: 'DA', phase }),
    );
    expect(byCard).toEqual([true, true, false]);
    expect(byTwoFactor).toEqual([false, true, true]);
  });

  it('has one row for an action and a target', () => {
    const keys = permissionMatrix.map((row) => `${row.action} ${row.target}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('takes two people for every change but the emergency disable', () => {
    expect(handsFor('REGISTER_EMAIL', 'USER')).toBe('PAIR');
    expect(handsFor('DISABLE_IN_EMERGENCY', 'USER')).toBe('ONE');
    expect(handsFor('DISABLE_IN_EMERGENCY', 'DA')).toBeNull();
  });
});
