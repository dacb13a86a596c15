import { describe, expect, it } from '@jest/globals';
import { AdjustableClock, type Database, type SessionPrincipal, type SubgraphContext } from '@countersign/platform';
import { authenticationAuditTrail } from './audit-trail.ts';

const da = { participant: 'ABC', usable: true, roles: ['DA_MAKER'], accessLevels: ['EE'] };
const house = { participant: null, usable: true, roles: ['HKEX_OPERATOR'], accessLevels: [] };

/** What somebody of this standing sees of the audit. */
function viewOf(standing: object | null) {
  const trail = authenticationAuditTrail({
    database: {} as Database,
    clock: new AdjustableClock(new Date(0)),
    identity: { request: async <T>() => ({ standing }) as T },
  });
  return trail.view({} as SubgraphContext, { profileUuid: 'p' } as SessionPrincipal);
}

describe("who sees authentication's audit (domain 2.2)", () => {
  it.each([
    ['a DA Maker with EE', da, { participant: 'ABC', isFull: true }],
    ['a DA Checker with EE', { ...da, roles: ['DA_CHECKER'] }, { participant: 'ABC', isFull: true }],
    ['a DA without EE', { ...da, accessLevels: [] }, null],
    ['a business user', { ...da, roles: ['BUSINESS_USER'] }, null],
    ["a participant's profile with a role of the house", { ...da, roles: ['HKEX_OPERATOR'] }, null],
    ['a disabled DA', { ...da, usable: false }, null],
    ['an operator', house, { participant: undefined, isFull: true }],
    ['an approver', { ...house, roles: ['HKEX_APPROVER'] }, { participant: undefined, isFull: true }],
    ['a report reader', { ...house, roles: ['HKEX_REPORT_READER'] }, { participant: undefined, isFull: false }],
    ['staff without a role', { ...house, roles: [] }, null],
    ['nobody any more', null, null],
  ] as const)('%s', async (_who, standing, view) => expect(await viewOf(standing)).toEqual(view));
});
