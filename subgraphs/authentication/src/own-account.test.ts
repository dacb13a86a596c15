import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type House,
  type Step,
  flowIdOf,
  giveDevice,
  giveMailChannel,
  givePassword,
  openHouse,
  person,
  untilSecondFactor,
} from './testing/house.ts';
import { approvalsOf, checkerUuid, makerUuid } from './testing/account-changes.ts';
import { mailed } from './testing/mailed.ts';
import { type AtWork, atWork, provenAgain, workingFrom } from './testing/own-session.ts';
import { totpCode } from './testing/totp-code.ts';

const secret = 'a correct horse at the battery';
const { userId, profileUuid, email } = person();
const day = 86_400_000;

interface Events {
  readonly nodes: readonly { readonly kind: string; readonly count: number; readonly sourceAddress: string | null }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

describe('a person and his own account', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse();
    house.identity.add(person());
    await givePassword(house, userId, secret);
  });
  afterEach(() => house.close());

  const asks = async <T>(text: string, mine: Pick<AtWork, 'principal'>): Promise<T> =>
    (await house.run(text, mine.principal)).step as T;
  const settings = (mine: AtWork) =>
    asks<object>(
      '{ signInSettings { channel changeableTo devices { authenticator } recoveryCodesLeft passwordReminder } }',
      mine,
    );
  const events = (mine: AtWork, page = '') =>
    asks<Events>(
      `{ securityEvents${page} { nodes { kind count sourceAddress text at since } pageInfo { hasNextPage endCursor } } }`,
      mine,
    );
  const working = async (uri: string | null) => atWork(house, { userId, profileUuid, secret, uri });
  const recovery = (flow: string, code: string, mine?: AtWork) =>
    house.mutate(`answerWithRecoveryCode(flowId: "${flow}", code: "${code}")`, mine?.principal);
  const codesOf = (step: Step) => {
    expect(step).toMatchObject({ __typename: 'RecoveryCodesIssued' });
    return step['codes'] as readonly string[];
  };

  it('renews his recovery codes after proving himself once more; the former ones are void', async () => {
    const uri = await giveDevice(house, userId, secret);
    const mine = await working(uri);
    expect(await settings(mine)).toEqual({
      channel: 'APP',
      changeableTo: expect.arrayContaining(['EMAIL']),
      devices: [{ authenticator: 'totp' }],
      recoveryCodesLeft: 0,
      passwordReminder: null,
    });
    const first = codesOf(await provenAgain(house, mine, { call: 'renewRecoveryCodes', secret, uri }));
    expect(first).toHaveLength(10);
    expect(await settings(mine)).toMatchObject({ recoveryCodesLeft: 10 });
    house.clock.advance(60_000);
    const second = codesOf(await provenAgain(house, mine, { call: 'renewRecoveryCodes', secret, uri }));
    const flow = await untilSecondFactor(house, userId, secret);
    expect((await recovery(flow, first[0] ?? ''))['code']).toBe('OTP_INVALID_OR_EXPIRED');
    expect((await recovery(flow, second[0] ?? '')).__typename).toBe('SignedIn');
    expect(await mailed(house, `Recovery codes renewed: ${userId}`)).toEqual([email, email]);
  });

  it('signs in by a recovery code in place of the device, once each, is told of it, and warned when few are left', async () => {
    const uri = await giveDevice(house, userId, secret);
    const mine = await working(uri);
    const codes = codesOf(await provenAgain(house, mine, { call: 'renewRecoveryCodes', secret, uri }));
    const asked = await house.password(flowIdOf(await house.begin(userId)), secret);
    expect(asked).toMatchObject({ offers: [{ authenticator: 'totp' }, { authenticator: 'recovery-code' }] });
    for (const code of codes.slice(0, 7)) {
      const flow = await untilSecondFactor(house, userId, secret);
      expect((await recovery(flow, code)).__typename).toBe('SignedIn');
      const again = await untilSecondFactor(house, userId, secret);
      expect((await recovery(again, code.toLowerCase().replaceAll('-', '')))['code']).toBe('OTP_INVALID_OR_EXPIRED');
    }
    expect(await mailed(house, `Recovery code used: ${userId}`)).toHaveLength(6);
    expect(await mailed(house, `Recovery code used, few left: ${userId}`)).toEqual([email]);
    expect(house.mails.at(-1)?.text).toContain('3 are left');
  });

  it('replaces a lost device by a recovery code and the password, and keeps the rest of the list', async () => {
    const uri = await giveDevice(house, userId, secret);
    const codes = codesOf(await provenAgain(house, await working(uri), { call: 'renewRecoveryCodes', secret, uri }));
    const flow = await untilSecondFactor(house, userId, secret);
    const signedIn = await recovery(flow, codes[0] ?? '');
    const mine = workingFrom(house, { userId, profileUuid, methods: ['password', 'recovery-code'] }, signedIn);
    const begun = await house.mutate('replaceDevice', mine.principal);
    const asked = await house.password(flowIdOf(begun), secret, mine.principal);
    const offered = await recovery(flowIdOf(asked), codes[1] ?? '', mine);
    const device = await house.mutate(`registerDevice(flowId: "${flowIdOf(offered)}")`, mine.principal);
    const fresh = totpCode(String(device['otpauthUri']), house.clock.now());
    expect((await house.totp(flowIdOf(device), fresh, mine.principal)).__typename).toBe('DeviceReplaced');
    house.clock.advance(60_000);
    expect(await settings(await working(String(device['otpauthUri'])))).toMatchObject({ recoveryCodesLeft: 8 });
  });

  it('keeps them through a change from one device to another kind, whose old key is destroyed', async () => {
    const uri = await giveDevice(house, userId, secret);
    const mine = await working(uri);
    codesOf(await provenAgain(house, mine, { call: 'renewRecoveryCodes', secret, uri }));
    house.clock.advance(60_000);
    const offered = await provenAgain(house, mine, { call: 'changeOtpChannel(to: TOKEN)', secret, uri });
    const shown = await house.mutate(`registerDevice(flowId: "${flowIdOf(offered)}")`, mine.principal);
    // A counter-based token at counter N shows what a time-based one shows in its Nth step (RFC 6238 4.2).
    const shows = (counter: number) => totpCode(String(shown['otpauthUri']), new Date(counter * 30_000));
    const answer = (flow: string, code: string, by?: AtWork) =>
      house.mutate(`answerWithHotp(flowId: "${flow}", code: "${code}")`, by?.principal);
    expect(await answer(flowIdOf(shown), shows(0), mine)).toMatchObject({ channel: 'TOKEN' });
    expect(await house.rows('SELECT profile_uuid FROM authenticator_totp_device')).toEqual([]);
    const signedIn = await answer(await untilSecondFactor(house, userId, secret), shows(1));
    const later = workingFrom(house, { userId, profileUuid, methods: ['password', 'hotp'] }, signedIn);
    expect(await settings(later)).toMatchObject({ channel: 'TOKEN', recoveryCodesLeft: 10 });
  });

  it('has no use for recovery codes while his codes are mailed, and none left over when he changes to mail', async () => {
    const uri = await giveDevice(house, userId, secret);
    const mine = await working(uri);
    codesOf(await provenAgain(house, mine, { call: 'renewRecoveryCodes', secret, uri }));
    house.clock.advance(60_000);
    const warned = await provenAgain(house, mine, { call: 'changeOtpChannel(to: EMAIL)', secret, uri });
    await house.mutate(`acceptEmailOtpRisk(flowId: "${flowIdOf(warned)}", warningVersion: "1")`, mine.principal);
    await house.emailOtp(flowIdOf(warned), await house.mailedCode(userId), mine.principal);
    expect(await house.rows('SELECT code_hash FROM authenticator_recovery_code_code')).toEqual([]);
    house.clock.advance(60_000);
    const later = await working(null);
    expect(await settings(later)).toMatchObject({
      channel: 'EMAIL',
      changeableTo: expect.arrayContaining(['APP']),
      recoveryCodesLeft: null,
    });
    expect((await house.mutate('renewRecoveryCodes', later.principal))['code']).toBe('RECOVERY_CODES_USELESS');
  });

  it('is reminded of a password half a year old, as he signs in and in his settings (P4)', async () => {
    const uri = await giveDevice(house, userId, secret);
    house.clock.advance(180 * day);
    const flow = await untilSecondFactor(house, userId, secret);
    const signedIn = await house.totp(flow, totpCode(uri, house.clock.now()));
    expect(signedIn['notice']).toContain('more than 180 days old');
    const mine = workingFrom(house, { userId, profileUuid, methods: ['password', 'totp'] }, signedIn);
    expect(await settings(mine)).toMatchObject({ passwordReminder: signedIn['notice'] });
  });

  it('sees what happened to his account, refusals counted, and nobody else’s (A1)', async () => {
    const other = person({ profileUuid: '018f0000-0000-7000-8000-000000000102', userId: 'HKABC102' });
    house.identity.add(other);
    const uri = await giveDevice(house, userId, secret);
    const stranger = house.anonymous('198.51.100.9');
    for (let time = 0; time < 3; time += 1)
      await house.password(flowIdOf(await house.begin(userId)), 'not the right one at all', stranger);
    const mine = await working(uri);
    await provenAgain(house, mine, { call: 'renewRecoveryCodes', secret, uri });
    const { nodes } = await events(mine);
    expect(nodes.map(({ kind }) => kind)).toEqual([
      'RECOVERY_CODES_RENEWED',
      'SIGNED_IN',
      'PROOF_REFUSED',
      'SIGNED_IN',
      'DEVICE_REGISTERED',
      'PASSWORD_RESET',
    ]);
    expect(nodes[2]).toMatchObject({ count: 3, sourceAddress: '198.51.100.9' });
    const theirs = house.session({ id: 'x', userId: other.userId, profileUuid: other.profileUuid, methods: [] });
    expect((await events({ ...mine, principal: theirs })).nodes).toEqual([]);
    await expect(house.run('{ securityEvents { nodes { kind } } }')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('keeps nothing of it when two administrators reset his second factor (W17)', async () => {
    house.identity.add(person({ profileUuid: makerUuid, userId: 'HKABC1X1' }));
    house.identity.add(person({ profileUuid: checkerUuid, userId: 'HKABC2X1' }));
    const uri = await giveDevice(house, userId, secret);
    const codes = codesOf(await provenAgain(house, await working(uri), { call: 'renewRecoveryCodes', secret, uri }));
    const approvals = approvalsOf(house);
    const proposed = await approvals.propose('SECOND_FACTOR_RESET');
    expect(proposed.proposal?.before['holds']).toEqual(expect.arrayContaining(['password', 'totp', 'recovery-code']));
    const flow = await untilSecondFactor(house, userId, secret);
    expect(await approvals.apply('SECOND_FACTOR_RESET', 'reset-1', proposed)).toMatchObject({ outcome: 'APPLIED' });
    expect((await recovery(flow, codes[0] ?? '')).__typename).toBe('FlowRefused');
    for (const table of ['recovery_code_code', 'recovery_code_set', 'totp_device'])
      expect(await house.rows(`SELECT * FROM authenticator_${table}`)).toEqual([]);
    const { profileUuid: target } = person();
    const mine = house.session({ id: 'x', userId, profileUuid: target, methods: [] });
    expect(
      (await asks<Events>('{ securityEvents(first: 2) { nodes { kind count sourceAddress } } }', { principal: mine }))
        .nodes,
    ).toContainEqual({ kind: 'FACTORS_RESET', count: 1, sourceAddress: null });
  });

  it('turns the pages of his events to the last, each row once', async () => {
    const uri = await giveDevice(house, userId, secret);
    for (let time = 0; time < 3; time += 1) await working(uri);
    const mine = await working(uri);
    const all = (await events(mine)).nodes.map(({ kind }) => kind);
    const paged: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page: Events = await events(mine, `(first: 2${after === null ? '' : `, after: "${after}"`})`);
      paged.push(...page.nodes.map(({ kind }) => kind));
      ({ endCursor: after, hasNextPage: more } = page.pageInfo);
    }
    expect(paged).toEqual(all);
    expect(all.length).toBeGreaterThan(5);
    await expect(events(mine, '(first: 101)')).rejects.toMatchObject({ code: 'PAGE_TOO_LARGE' });
  });

  it('is watched over when one mailbox proved everything: a reset with codes by mail (W15)', async () => {
    await giveMailChannel(house, userId, secret);
    house.identity.state.administrators = [
      { profileUuid: 'a', userId: 'HKABC1X1', email: 'da@abc.example' },
      { profileUuid: 'b', userId: 'HKABC2X1', email: 'da@abc.example' },
      { profileUuid: 'c', userId: 'HKABC3X1', email: null },
    ];
    house.clock.advance(3_600_000);
    await givePassword(house, userId, 'nine green lanterns in the fog');
    const subject = `Password reset by email of a user with codes by email: ${userId}`;
    expect(await mailed(house, subject)).toEqual(['da@abc.example']);
    const rows = await house.rows(`SELECT target FROM audit_entry WHERE action = 'reset.mailbox-is-both-factors'`);
    expect(rows).toEqual([{ target: userId }]);
    for (const { text } of house.mails) expect(text).not.toMatch(/https?:|www\./);
  });

  it('is watched over by the clearing house where he is an administrator himself (W15)', async () => {
    await giveMailChannel(house, userId, secret);
    const own = { profileUuid, userId, email };
    house.identity.state.administrators = [own, { profileUuid: 'b', userId: 'HKABC2X1', email: 'da@abc.example' }];
    house.clock.advance(3_600_000);
    const before = house.identity.asked.length;
    await givePassword(house, userId, 'nine green lanterns in the fog');
    const asked = house.identity.asked.slice(before).filter(({ name }) => name === 'AdministratorsOf');
    expect(asked.map(({ variables }) => variables['participant'])).toEqual(['ABC', null]);
  });

  it('is not reported for a reset while a device keeps the second factor apart', async () => {
    await giveDevice(house, userId, secret);
    house.identity.state.administrators = [{ profileUuid: 'a', userId: 'HKABC1X1', email: 'da@abc.example' }];
    house.clock.advance(3_600_000);
    await givePassword(house, userId, 'nine green lanterns in the fog');
    expect(await mailed(house, `Password reset by email of a user with codes by email: ${userId}`)).toEqual([]);
  });
});
