import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse, person, start } from '../testing/house.ts';
import { mailed } from '../testing/mailed.ts';

const user = person();
const maker = person({
  profileUuid: '018f0000-0000-7000-8000-0000000000a1',
  userId: 'HKABC1X1',
  email: 'maker@abc.example',
});

describe('events of the other parts', () => {
  let house: House;
  let drawn = 0;
  beforeEach(async () => {
    house = await openHouse();
    house.identity.add(user);
    house.identity.add(maker);
    house.identity.state.checkers = [
      { profileUuid: 'c1', userId: 'HKABC2X1', email: 'checker@abc.example' },
      { profileUuid: 'c2', userId: 'HKABC3X1', email: null },
    ];
    house.identity.state.administrators = [
      { profileUuid: 'a1', userId: 'HKABC1X1', email: 'maker@abc.example' },
      ...house.identity.state.checkers,
    ];
  });
  afterEach(() => house.close());

  /** Publishes an event three times, as a bus may, and waits for its mails. */
  const happens = async (type: string, body: Readonly<Record<string, unknown>>) => {
    drawn += 1;
    const event = {
      id: `018f0000-0000-7000-8000-${drawn.toString(16).padStart(12, '0')}`,
      type,
      at: start.toISOString(),
      body,
    };
    for (let copy = 0; copy < 3; copy += 1) await house.bus.publish(event);
    for (let turn = 0; turn < 60; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await mailed(house, '');
    return house.mails.map(({ to, subject, text }) => ({ to, subject, text }));
  };
  const who = { profileUuid: user.profileUuid, userId: user.userId, participant: 'ABC' };
  const ended = {
    requestId: 'r1',
    kind: 'GROUP_ASSIGNMENT',
    subject: 'HKABC101',
    participant: 'ABC',
    makerUuid: maker.profileUuid,
    makerUserId: maker.userId,
    decidedBy: 'HKABC2X1',
    method: 'SESSION',
  };

  it.each([
    ['REJECTED', 'was rejected by a checker'],
    ['EXPIRED', 'expired'],
    ['STALE', 'was not applied'],
    ['PHASE_CANCELLED', 'migration phase'],
    ['CANCELLED', 'cancelled by the system'],
    ['EXECUTED', 'in force'],
  ])('a request that ended %s is told to its maker, once, in Hong Kong time (N1)', async (state, sentence) => {
    const mails = await happens('approvals.request-ended', { ...ended, state, message: 'Wrong group' });
    expect(mails).toHaveLength(1);
    expect(mails[0]?.to).toBe('maker@abc.example');
    expect(mails[0]?.text).toContain('HKABC1X1');
    expect(mails[0]?.text).toContain(sentence);
    expect(mails[0]?.text).toContain('4 Mar 2026, 10:00 HKT');
    expect(mails[0]?.text.includes('Wrong group')).toBe(state !== 'EXECUTED');
  });

  it('a file that was carried out is told with what became of its lines (W24)', async () => {
    const message = '475 user profiles are changed successfully, 5 struck by the checker.';
    const [mail] = await happens('approvals.request-ended', {
      ...{ ...ended, kind: 'BULK_CHANGE', subject: '480 users' },
      ...{ state: 'EXECUTED', message },
    });
    expect(mail?.text).toContain(`Outcome: ${message}`);
  });

  it('what a checker typed cannot bring a link, an address or another line into a mail (S21)', async () => {
    const message = 'see https://evil.example/x, www.evil.example\r\nBcc: a@b.example or evil://y';
    const [mail] = await happens('approvals.request-ended', {
      ...ended,
      state: 'REJECTED',
      message,
      subject: 'A\r\nX: https://evil.example',
    });
    expect(mail?.text).not.toMatch(/evil|b\.example|^Bcc/m);
    expect(mail?.subject).not.toMatch(/[\r\n]/);
  });

  it('waiting requests are told to the checkers of the side, one mail each with their number (W2)', async () => {
    const mails = await happens('approvals.requests-waiting', {
      participant: 'ABC',
      requestIds: ['r1', 'r2'],
      count: 2,
    });
    expect(mails.map((mail) => mail.to)).toEqual(['checker@abc.example']);
    expect(mails[0]?.subject).toBe('2 change requests wait for a checker (HKABC2X1)');
    // They were submitted ten minutes before or earlier.
    expect(mails[0]?.text).toMatch(/wait for a checker, as of /);
    expect(house.identity.asked.find(({ name }) => name === 'CheckersOf')?.variables).toEqual({ participant: 'ABC' });
  });

  it.each([
    ['identity.profile-created', 'User profile created: HKABC101'],
    ['identity.status-changed', 'User status changed: HKABC101'],
    ['identity.groups-changed', 'User groups changed: HKABC101'],
  ])('%s is told to the user', async (type, subject) => {
    const mails = await happens(type, { ...who, status: 'DISABLED' });
    expect(mails).toMatchObject([{ to: user.email, subject }]);
    expect(mails[0]?.text).not.toMatch(/https?:|www\./);
  });

  it('a new user is told how to begin in the phase in force (W6, W12)', async () => {
    expect((await happens('identity.profile-created', who))[0]?.text).toContain('Forgot/Reset your Password');
    house.identity.state.phase = 'PRE_PARALLEL';
    expect((await happens('identity.profile-created', who))[1]?.text).toContain('smartcard');
  });

  it('an emergency disable is told to the checkers, and a broken glass to all administrators (A3)', async () => {
    const disabled = await happens('identity.emergency-disabled', { ...who, by: 'HKABC1X1' });
    expect(disabled).toMatchObject([
      { to: 'checker@abc.example', subject: 'User HKABC101 disabled in an emergency (HKABC2X1)' },
    ]);
    const broken = await happens('identity.break-glass', { ...who, kind: 'STATUS_CHANGE', reason: 'r' });
    expect(broken.slice(1).map((mail) => mail.to)).toEqual(['maker@abc.example', 'checker@abc.example']);
  });

  it('an event of an unknown type, or one named like a property of every object, is nobody’s notice', async () => {
    expect(await happens('identity.something-new', who)).toEqual([]);
    expect(await happens('toString', who)).toEqual([]);
  });
});
