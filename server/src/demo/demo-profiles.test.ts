import { describe, expect, it } from '@jest/globals';
import { demoProfiles } from './demo-profiles.ts';

describe('demo profiles', () => {
  const profiles = demoProfiles();
  const find = (userId: string) => profiles.find((profile) => profile.userId === userId);

  it('are a few hundred, the same each time, with unique user IDs', () => {
    expect(profiles.length).toBeGreaterThan(300);
    expect(demoProfiles()).toEqual(profiles);
    expect(new Set(profiles.map((profile) => profile.userId)).size).toBe(profiles.length);
  });

  it('hold the makers and checkers whom the guide names', () => {
    for (const userId of ['HKABC1X1', 'HKABC1X2', 'HKXYZ1X1']) expect(find(userId)?.groups).toContain('DA_MAKER');
    for (const userId of ['HKABC2X1', 'HKABC2X2', 'HKXYZ2X1']) expect(find(userId)?.groups).toContain('DA_CHECKER');
  });

  it('leave HKABC101 without an email, and B0123401 with one', () => {
    expect(find('HKABC101')).toMatchObject({ email: null, status: 'ENABLED' });
    expect(find('B0123401')?.email).toMatch(/@blue-harbour\.example$/);
  });

  it('give no user an ID that is reserved for delegated administrators (domain 3.2)', () => {
    const users = profiles.filter((profile) => profile.type === 'USER');
    expect(users.filter((profile) => /[1-4][XYZ][1-9]$/.test(profile.userId))).toEqual([]);
  });

  it('no two administrators share a mailbox: they could not check each other', () => {
    const emails = profiles.filter((profile) => profile.type !== 'USER').map((profile) => profile.email);
    expect(new Set(emails).size).toBe(emails.length);
  });

  it('hold one person with two IDs, for the report of likely doubles (W22)', () => {
    const [administrator, user] = ['HKDRG1X2', 'HKDRG121'].map(find);
    expect(user).toMatchObject({ surname: administrator?.surname, email: administrator?.email, type: 'USER' });
  });

  it('show the cases a listing must show: missing, shared and foreign emails, disabled, out of date', () => {
    const users = profiles.filter((profile) => profile.participant === 'ABC');
    const emails = users.flatMap((profile) => profile.email ?? []);
    expect(users.some((profile) => profile.email === null)).toBe(true);
    expect(new Set(emails).size).toBeLessThan(emails.length);
    expect(
      users.some(
        (profile) => profile.settlementAgentName !== null && profile.email?.endsWith('@harbour-custody.example'),
      ),
    ).toBe(true);
    expect(users.some((profile) => profile.status === 'DISABLED')).toBe(true);
    expect(users.some((profile) => profile.disableAfter !== null)).toBe(true);
  });
});
