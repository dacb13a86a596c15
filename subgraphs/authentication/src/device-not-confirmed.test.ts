import { expect, it } from '@jest/globals';
import { passkeyDevice } from '../../../test/support/passkey-device.ts';
import { type House, flowIdOf, givePassword, openHouse, person } from './testing/house.ts';

const secret = 'a correct horse at the battery';
const { userId } = person();

const withPassword = async (house: House) => {
  const begun = await house.begin(userId);
  return flowIdOf(await house.password(flowIdOf(begun), secret));
};

it('a passkey that does not fit is told apart from a password that is not right, and keeps nothing (W12)', async () => {
  const house = await openHouse();
  house.identity.add(person());
  await givePassword(house, userId, secret);
  const device = passkeyDevice();
  const flow = await withPassword(house);
  const shown = await house.mutate(`registerDevice(flowId: "${flow}", authenticator: "passkey")`);
  const options = shown['options'] as { readonly challenge: string };
  const answer = (response: string) =>
    house.mutate(`answerWithPasskey(flowId: "${flow}", response: ${JSON.stringify(response)})`);
  expect(await answer(device.create(options, { origin: 'https://dms.example.evil' }))).toMatchObject({
    code: 'DEVICE_NOT_CONFIRMED',
  });
  expect(await house.rows('SELECT profile_uuid FROM authenticator_passkey_credential')).toEqual([]);
  house.identity.add(person({ status: 'DISABLED', usable: false }));
  expect(await answer(device.create(options))).toMatchObject({ code: 'AUTH_FAILED' });
  await house.close();
});
