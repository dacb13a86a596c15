import { expect, it } from '@jest/globals';
import { passkeyDevice } from '../../../test/support/passkey-device.ts';
import { type House, flowIdOf, givePassword, openHouse, person } from './testing/house.ts';

const secret = 'a correct horse at the battery';
const { userId } = person();
const other = person({
  profileUuid: '018f0000-0000-7000-8000-000000000102',
  userId: 'HKABC102',
  email: 'twin@abc.example',
});

const withPassword = async (house: House, id = userId) => {
  const begun = await house.begin(id);
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
  house.identity.add(person({ usable: false }));
  expect(await answer(device.create(options))).toMatchObject({ code: 'AUTH_FAILED' });
  await house.close();
});

it('a passkey that is another person’s already is refused so too, and stays his (M4)', async () => {
  const house = await openHouse();
  const device = passkeyDevice();
  for (const who of [person(), other]) {
    house.identity.add(who);
    await givePassword(house, who.userId, secret);
  }
  const register = async (id: string) => {
    const flow = await withPassword(house, id);
    const shown = await house.mutate(`registerDevice(flowId: "${flow}", authenticator: "passkey")`);
    const response = JSON.stringify(device.create(shown['options'] as { readonly challenge: string }));
    const step = await house.mutate(`answerWithPasskey(flowId: "${flow}", response: ${response})`);
    return step['code'] ?? step.__typename;
  };
  expect(await register(userId)).toBe('SignedIn');
  expect(await register(other.userId)).toBe('DEVICE_NOT_CONFIRMED');
  const held = await house.rows<{ profile_uuid: string }>('SELECT profile_uuid FROM authenticator_passkey_credential');
  expect(held).toEqual([{ profile_uuid: person().profileUuid }]);
  await house.close();
});
