import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DependencyUnavailable } from '@countersign/platform';
import { passkeyDevice } from '../../../test/support/passkey-device.ts';
import {
  type House,
  type Step,
  flowIdOf,
  giveDevice,
  givePassword,
  openHouse,
  person,
  untilSecondFactor,
} from './testing/house.ts';
import { atWork } from './testing/own-session.ts';
import { totpCode } from './testing/totp-code.ts';

const secret = 'a correct horse at the battery';
const { userId, profileUuid } = person();
const OFFER = `__typename ... on DeviceRegistrationOffered { flow { id } }
  ... on ProofsOffered { flow { id } offers { challenge { ... on PasskeyChallenge { options } } } }`;

type Options = { readonly challenge: string };

describe('a store that is lost just after the database decided', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse();
    house.identity.add(person());
    await givePassword(house, userId, secret);
  });
  afterEach(() => house.close());

  /** From here on nothing can be tidied up any more: no flow ended, no unit given back. */
  const lose = () => {
    const lost = () => Promise.reject(new DependencyUnavailable('volatile store'));
    Object.assign(house.volatile, { delete: lost, giveBack: lost });
  };
  const opened = () => house.rows('SELECT id FROM session');
  const code = (uri: string) => totpCode(uri, house.clock.now());

  it('a login is told to who made it, and its proof opens no second one', async () => {
    const uri = await giveDevice(house, userId, secret);
    const flow = await untilSecondFactor(house, userId, secret);
    const before = (await opened()).length;
    lose();
    expect(await house.totp(flow, code(uri))).toMatchObject({
      __typename: 'SignedIn',
      sessionToken: expect.any(String),
    });
    expect(await house.totp(flow, code(uri))).toMatchObject({ __typename: 'FlowRefused' });
    expect(await opened()).toHaveLength(before + 1);
  });

  it('so is one by a proof that is counted by its source', async () => {
    const device = passkeyDevice();
    const asked = async () => {
      const flow = flowIdOf(await house.begin(userId));
      return (await house.run(`mutation { answerWithPassword(flowId: "${flow}", password: "${secret}") { ${OFFER} } }`))
        .step;
    };
    const answer = (flow: string, response: string) =>
      house.mutate(`answerWithPasskey(flowId: "${flow}", response: ${JSON.stringify(response)})`);
    const shown = await house.mutate(`registerDevice(flowId: "${flowIdOf(await asked())}", authenticator: "passkey")`);
    await answer(flowIdOf(shown), device.create(shown['options'] as Options));
    const offered = (await asked()) as Step & { readonly offers: readonly { challenge: { options: Options } }[] };
    const response = device.get(offered.offers[0]?.challenge.options ?? { challenge: 'none' });
    lose();
    expect((await answer(flowIdOf(offered), response)).__typename).toBe('SignedIn');
    expect((await answer(flowIdOf(offered), response)).__typename).toBe('FlowRefused');
  });

  it('a new password is told to who chose it', async () => {
    house.clock.advance(61_000);
    const proven = await house.emailOtp(
      flowIdOf(await house.mutate(`beginPasswordReset(userId: "${userId}")`)),
      await house.mailedCode(userId),
    );
    lose();
    const set = `setPassword(flowId: "${flowIdOf(proven)}", newPassword: "another ${secret}", confirmation: "another ${secret}")`;
    expect((await house.mutate(set)).__typename).toBe('PasswordChanged');
    expect((await house.mutate(set)).__typename).toBe('FlowRefused');
  });

  it('a step-up is granted, and recovery codes that replaced the former ones are shown', async () => {
    const uri = await giveDevice(house, userId, secret);
    const { principal } = await atWork(house, { userId, profileUuid, secret, uri });
    const stepUp = flowIdOf(await house.mutate('beginStepUp', principal));
    const renewal = flowIdOf(await house.mutate('renewRecoveryCodes', principal));
    await house.password(renewal, secret, principal);
    lose();
    expect((await house.totp(stepUp, code(uri), principal)).__typename).toBe('StepUpGranted');
    house.clock.advance(60_000);
    const issued = await house.totp(renewal, code(uri), principal);
    expect(issued).toMatchObject({ __typename: 'RecoveryCodesIssued', codes: expect.any(Array) });
  });
});
