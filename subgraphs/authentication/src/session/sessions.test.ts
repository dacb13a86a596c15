import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Principal } from '@countersign/platform';
import {
  type House,
  type Step,
  flowIdOf,
  giveDevice,
  givePassword,
  openHouse,
  person,
  untilSecondFactor,
} from '../testing/house.ts';
import { totpCode } from '../testing/totp-code.ts';

const secret = 'a correct horse at the battery';
const id = 'HKABC101';

describe('sessions', () => {
  let house: House;
  let uri: string;
  beforeEach(async () => {
    house = await openHouse();
    house.identity.add(person({ applications: ['CCMS', 'DMS'] }));
    await givePassword(house, id, secret);
    uri = await giveDevice(house, id, secret);
  });
  afterEach(() => house.close());

  const signIn = async (application: 'CCMS' | 'DMS' = 'CCMS'): Promise<Step> => {
    house.clock.advance(30_000);
    return house.totp(await untilSecondFactor(house, id, secret, application), totpCode(uri, house.clock.now()));
  };
  const token = (step: Step) => String(step['sessionToken']);
  const sessionId = (step: Step) => (step['session'] as { id: string }).id;
  const resolve = async (one: string) =>
    (await house.run(`{ resolveSession(token: "${one}") { sessionId } }`, house.service('gateway'))).step;
  const principal = (step: Step): Principal =>
    house.session({
      id: sessionId(step),
      userId: id,
      profileUuid: person().profileUuid,
      methods: ['password', 'totp'],
    });

  it('one lives per user and application; a new one ends the old (SE2)', async () => {
    const first = await signIn();
    const other = await signIn('DMS');
    const second = await signIn();
    expect(await resolve(token(first))).toBeNull();
    expect(await resolve(token(second))).not.toBeNull();
    expect(await resolve(token(other))).not.toBeNull();
  });

  it('are opened by digest alone: the token is in no row (S1, O19)', async () => {
    const step = await signIn();
    expect(Buffer.from(token(step), 'base64url')).toHaveLength(32);
    for (const table of ['session', 'audit_entry', 'account', 'notice']) {
      const dump = JSON.stringify(await house.rows(`SELECT * FROM ${table}`));
      for (const canary of [token(step), secret, new URL(uri).searchParams.get('secret') ?? 'none'])
        expect(dump).not.toContain(canary);
    }
  });

  it('end at 15 idle minutes in DMS while a page stands open that nobody touches (S5)', async () => {
    const dms = token(await signIn('DMS'));
    const watch = async () =>
      (await house.run(`{ resolveSession(token: "${dms}", passive: true) { sessionId } }`, house.service('gateway')))
        .step;
    for (let minute = 1; minute < 15; minute += 1) {
      house.clock.advance(60_000);
      expect(await watch()).not.toBeNull();
    }
    house.clock.advance(60_000);
    expect(await watch()).toBeNull();
    expect(await resolve(dms)).toBeNull();
  });

  it('end at 30 idle minutes in CCMS and 15 in DMS, and at 12 and 8 hours however busy (S5)', async () => {
    const ccms = token(await signIn());
    const dms = token(await signIn('DMS'));
    house.clock.advance(15 * 60_000 - 1);
    expect(await resolve(dms)).not.toBeNull();
    house.clock.advance(15 * 60_000);
    expect(await resolve(dms)).toBeNull();
    expect(await resolve(ccms)).toBeNull();
    const busy = token(await signIn());
    for (let quarter = 1; quarter < 48; quarter += 1) {
      house.clock.advance(15 * 60_000);
      expect(await resolve(busy)).not.toBeNull();
    }
    house.clock.advance(15 * 60_000);
    expect(await resolve(busy)).toBeNull();
  });

  it('end when the clock is set back, which would lengthen their limits; instances may differ by two minutes (S5)', async () => {
    const first = token(await signIn());
    house.clock.advance(-120_000);
    expect(await resolve(first)).not.toBeNull();
    house.clock.advance(-1);
    expect(await resolve(first)).toBeNull();
    house.clock.advance(120_001);
    expect(await resolve(first)).toBeNull();
  });

  it('end for good by logging out; only their owner ends them (S4)', async () => {
    const step = await signIn();
    const stranger = house.session({
      id: 'x',
      userId: 'HKABC102',
      profileUuid: '018f0000-0000-7000-8000-000000000102',
      methods: [],
    });
    const end = `mutation { endSession(id: "${sessionId(step)}") }`;
    expect((await house.run(end, stranger)).step).toBe(false);
    expect((await house.run('mutation { logOut }', principal(step))).step).toBe(true);
    expect(await resolve(token(step))).toBeNull();
    expect((await house.run('mutation { logOut }', principal(step))).step).toBe(false);
  });

  it('are asked about by services alone', async () => {
    const step = await signIn();
    await expect(house.run(`{ resolveSession(token: "${token(step)}") { sessionId } }`)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(house.run(`{ accountStanding(profileUuid: "x") { locked } }`, principal(step))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('are stepped up by their own method, once per code, and not by another session (SE4)', async () => {
    const step = await signIn();
    house.clock.advance(30_000);
    const asked = await house.mutate('beginStepUp', principal(step));
    expect(asked).toMatchObject({ __typename: 'ProofsOffered', offers: [{ authenticator: 'totp' }] });
    const code = totpCode(uri, house.clock.now());
    expect(await house.totp(flowIdOf(asked), code)).toMatchObject({ code: 'FLOW_EXPIRED' });
    const steps = await Promise.all(
      Array.from({ length: 16 }, () => house.totp(flowIdOf(asked), code, principal(step))),
    );
    expect(steps.filter((one) => one.__typename === 'StepUpGranted')).toHaveLength(1);
    const { step: standing } = await house.run(
      `{ sessionStanding(sessionId: "${sessionId(step)}") { live steppedUpAt methods } }`,
      house.service('approvals'),
    );
    expect(standing).toEqual({
      live: true,
      steppedUpAt: house.clock.now().toISOString(),
      methods: ['password', 'totp'],
    });
  });

  it('hand the token to the door alone when a cookie is to carry it', async () => {
    house.clock.advance(30_000);
    const begun = await house.mutate(`beginLogin(input: { application: CCMS, method: TWO_FACTOR, userId: "${id}" })`);
    const asked = await house.password(flowIdOf(begun), secret);
    const { step, reply } = await house.run(
      `mutation { answerWithTotp(flowId: "${flowIdOf(asked)}", code: "${totpCode(uri, house.clock.now())}") { ... on SignedIn { sessionToken home } } }`,
    );
    expect(step).toEqual({ sessionToken: null, home: '/ccms' });
    expect(await resolve(String(reply.sessionToken))).not.toBeNull();
  });
});
