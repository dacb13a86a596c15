import { describe, expect, it } from '@jest/globals';
import { catalogueOf } from './catalogue.ts';
import { standardGroups } from './standard-groups.ts';
import { entitlements } from './entitlements.ts';

const standard = catalogueOf(standardGroups.map((group) => ({ ...group, retiredAt: null, version: 1 })));

describe('group catalogue', () => {
  it('has unique codes that fit their column and hold no blank', () => {
    expect(new Set(standardGroups.map((group) => group.code)).size).toBe(standardGroups.length);
    for (const group of standardGroups) expect(group.code).toMatch(/^[A-Z_]{2,24}$/);
  });

  it('knows no inherited property names as groups', () => {
    for (const name of ['__proto__', 'constructor', 'toString', '']) expect(standard.find(name)).toBeNull();
  });
});

describe('entitlements', () => {
  it('of an administrator are the roles of the DA groups and DMS, and EE only when assigned', () => {
    expect(entitlements(['DA_MAKER'], standard)).toMatchObject({
      roles: ['DA_MAKER'],
      accessLevels: [],
      applications: ['DMS'],
    });
    expect(entitlements(['DA_CHECKER', 'EE'], standard)).toMatchObject({
      roles: ['DA_CHECKER'],
      accessLevels: ['EE'],
      applications: ['DMS'],
    });
  });

  it('of a user are the business functions, once each, and CCMS', () => {
    const user = entitlements(['CASH_COLLATERAL_INPUT', 'COLLATERAL_ENQUIRY'], standard);
    expect(user).toMatchObject({ roles: ['BUSINESS_USER'], applications: ['CCMS'] });
    expect(user.functions.filter((each) => each === 'Enquire Collateral Balance')).toHaveLength(1);
  });

  it('of both sets are both applications (seed 3.3)', () => {
    expect(entitlements(['DA_MAKER', 'EE', 'MONEY_SETTLEMENT'], standard).applications).toEqual(['DMS', 'CCMS']);
  });

  it('of clearing house staff are the console', () => {
    expect(entitlements(['HKEX_OPERATOR'], standard).applications).toEqual(['CONSOLE']);
  });

  it('of a retired group are nothing', () => {
    const retired = standard.groups.map((group) => ({ ...group, retiredAt: new Date(0) }));
    expect(entitlements(['DA_MAKER', 'EE', 'MONEY_SETTLEMENT'], catalogueOf(retired))).toEqual({
      roles: [],
      accessLevels: [],
      applications: [],
      functions: [],
    });
  });

  it('of unknown groups are nothing', () => {
    expect(entitlements(['NO_SUCH', 'da_maker'], standard)).toEqual({
      roles: [],
      accessLevels: [],
      applications: [],
      functions: [],
    });
  });
});
