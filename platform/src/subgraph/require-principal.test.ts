import { describe, expect, it } from '@jest/globals';
import type { Principal } from '../principal/principal.ts';
import { requireService, requireSession, requireSessionOrAccount } from './require-principal.ts';

const source = { address: '127.0.0.1', userAgent: 'test', requestId: 'r1' };
const contextOf = (principal: Principal) => ({ principal, reply: {} });
const anonymous = contextOf({ kind: 'anonymous', source });
const service = contextOf({ kind: 'service', source, service: 'gateway' });
const account = contextOf({ kind: 'account', source, accountId: 'a', name: 'REPORTING', scopes: ['REPORTS'] });
const session = contextOf({
  kind: 'session',
  source,
  sessionId: 's',
  profileUuid: 'p',
  userId: 'HKABC101',
  participant: 'ABC',
  application: 'DMS',
  methods: ['password', 'totp'],
  steppedUpAt: null,
});

describe('a service account', () => {
  it('is refused where a session is needed, as somebody known and not as somebody to log in', () => {
    expect(() => requireSession(account)).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN', message: 'A service account may not do this.' }),
    );
  });

  it('passes where its scope is asked for and nowhere else', () => {
    expect(requireSessionOrAccount(account, 'REPORTS')).toBe(account.principal);
    for (const scope of ['AUDIT', 'ESERVICES'] as const)
      expect(() => requireSessionOrAccount(account, scope)).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  });

  it('is no part of the house', () => {
    expect(() => requireService(account, 'gateway')).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  });
});

describe('a session or an account', () => {
  it('means a session for a person, and nobody else', () => {
    expect(requireSessionOrAccount(session, 'REPORTS')).toBe(session.principal);
    for (const nobody of [anonymous, service])
      expect(() => requireSessionOrAccount(nobody, 'REPORTS')).toThrow(
        expect.objectContaining({ code: 'UNAUTHENTICATED' }),
      );
  });
});
