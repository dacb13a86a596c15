import { afterEach, describe, expect, it } from '@jest/globals';
import type { Principal } from '@countersign/platform';
import { houseAuthenticators } from './testing/house-authenticators.ts';
import { type House, flowIdOf, giveDevice, givePassword, openHouse, person } from './testing/house.ts';
import { stubCard } from './testing/stub-authenticator.ts';
import { totpCode } from './testing/totp-code.ts';
import { until } from './testing/until.ts';

const secret = 'a correct horse at the battery';
const id = 'HKABC101';
const holder = person({ srn: 'SRN-1', applications: ['CCMS'] });
const minute = 60_000;

describe('a change of phase', () => {
  let house: House;
  afterEach(() => house.close());

  async function open(policy: Parameters<typeof openHouse>[0] = {}) {
    house = await openHouse({ plugins: [...houseAuthenticators(), stubCard()], ...policy });
    house.identity.add(holder);
  }
  const byCard = (principal?: Principal) =>
    house.mutate(
      `beginLogin(input: { application: CCMS, method: SMARTCARD, userId: "${id}", delivery: BEARER })`,
      principal,
    );
  const card = (flowId: string, principal?: Principal) =>
    house.mutate(`answerWithSmartcard(flowId: "${flowId}", code: "right")`, principal);
  const offered = async () =>
    (await house.run('{ loginOptions(application: CCMS) { methods unavailable { method reason message } } }')).step;
  const sessionOf = (step: Readonly<Record<string, unknown>>) =>
    house.session({
      id: (step['session'] as { id: string }).id,
      userId: id,
      profileUuid: holder.profileUuid,
      methods: ['smartcard'],
    });

  it('shows at once what is offered, and why the rest is not', async () => {
    await open();
    expect(await offered()).toEqual({ methods: ['SMARTCARD', 'TWO_FACTOR'], unavailable: [] });
    house.identity.state.phase = 'END';
    expect(await offered()).toMatchObject({
      methods: ['TWO_FACTOR'],
      unavailable: [{ method: 'SMARTCARD', reason: 'PHASE' }],
    });
    house.identity.state.phase = 'PRE_PARALLEL';
    expect(await offered()).toMatchObject({
      methods: ['SMARTCARD'],
      unavailable: [{ method: 'TWO_FACTOR', reason: 'PHASE' }],
    });
  });

  it('to END refuses smartcards at once: begin, answer, and step-up; a rollback brings them back (W21)', async () => {
    await open();
    const signedIn = await card(flowIdOf(await byCard()));
    expect(signedIn.__typename).toBe('SignedIn');
    const begun = flowIdOf(await byCard());
    const steppingUp = flowIdOf(await house.mutate('beginStepUp', sessionOf(signedIn)));
    house.identity.state.phase = 'END';
    const useTwoFactors = { code: 'SMARTCARD_NOT_ALLOWED', message: expect.stringContaining('2FA') };
    expect(await card(begun)).toMatchObject(useTwoFactors);
    expect(await house.mutate(`redeemInitialPin(flowId: "${begun}", initialPin: "123456")`)).toMatchObject(
      useTwoFactors,
    );
    expect(await card(steppingUp, sessionOf(signedIn))).toMatchObject(useTwoFactors);
    expect(await byCard()).toMatchObject(useTwoFactors);
    expect(await house.mutate('beginStepUp', sessionOf(signedIn))).toMatchObject({ code: 'STEP_UP_NOT_POSSIBLE' });
    house.identity.state.phase = 'PARALLEL';
    expect((await card(flowIdOf(await byCard()))).__typename).toBe('SignedIn');
  });

  it('leaves a two-factor login under way its five minutes, and not one more', async () => {
    await open();
    await givePassword(house, id, secret);
    const uri = await giveDevice(house, id, secret);
    const first = flowIdOf(await house.password(flowIdOf(await house.begin(id)), secret));
    const second = flowIdOf(await house.password(flowIdOf(await house.begin(id)), secret));
    house.identity.state.phase = 'PRE_PARALLEL';
    expect((await house.begin(id)).__typename).toBe('FlowRefused');
    house.clock.advance(5 * minute);
    expect((await house.totp(first, totpCode(uri, house.clock.now()))).__typename).toBe('SignedIn');
    house.clock.advance(minute);
    expect(await house.totp(second, totpCode(uri, house.clock.now()))).toMatchObject({ code: 'METHOD_NOT_OFFERED' });
  });

  it('is followed when nobody asks for anything, and ends what it cuts off', async () => {
    const log: string[] = [];
    const watched = stubCard({
      running: { start: async () => void log.push('start'), stop: async () => void log.push('stop') },
    });
    await open({ plugins: [...houseAuthenticators(), watched], policy: { phaseWatchMs: 1 } });
    await card(flowIdOf(await byCard()));
    expect(log).toEqual(['start']);
    house.identity.state.phase = 'END';
    const ended = () => house.rows<{ end_reason: string }>('SELECT end_reason FROM session WHERE ended_at IS NOT NULL');
    await until(async () => log.includes('stop') && (await ended()).length > 0);
    expect(await ended()).toEqual([{ end_reason: 'METHOD_ENDED' }]);
    house.identity.state.phase = 'PARALLEL';
    await until(() => log.length === 3);
    expect(log).toEqual(['start', 'stop', 'start']);
  });

  it('tells a person and those who administer him which ways are open to him, and nobody else (O8, A1)', async () => {
    await open();
    const newcomer = person({
      profileUuid: '018f0000-0000-7000-8000-000000000102',
      userId: 'HKABC102',
      smartcardAllowed: false,
    });
    house.identity.add(newcomer);
    const asked = `{ _entities(representations: [{ __typename: "UserProfile", userId: "HKABC102" }, { __typename: "UserProfile", userId: "${id}" }]) {
      ... on UserProfile { userId signInMethods { application method available reason message } } } }`;
    const ask = async (principal: Principal) =>
      (await house.run(asked, principal)).step as unknown as readonly {
        readonly signInMethods: readonly { readonly application: string; readonly reason: string | null }[];
      }[];
    const own = house.session({ id: 's', userId: 'HKABC102', profileUuid: newcomer.profileUuid, methods: [] });
    const [his, colleagues] = await ask(own);
    expect(his?.signInMethods.filter(({ application }) => application === 'CCMS')).toMatchObject([
      { method: 'SMARTCARD', available: false, reason: 'CREATED_IN_PARALLEL_RUN' },
      { method: 'TWO_FACTOR', available: true, reason: null, message: null },
    ]);
    expect(his?.signInMethods.find(({ application }) => application === 'DMS')?.reason).toBe('NOT_ENTITLED');
    expect(colleagues?.signInMethods).toHaveLength(6);
    const foreign = { ...own, participant: 'XYZ', profileUuid: 'another' } as Principal;
    expect((await ask(foreign)).map((one) => one.signInMethods)).toEqual([[], []]);
    expect((await ask(house.anonymous())).map((one) => one.signInMethods)).toEqual([[], []]);
  });
});
