import { expect, it } from '@jest/globals';
import { approvalsOf, checkerUuid, makerUuid } from '../testing/account-changes.ts';
import { houseAuthenticators } from '../testing/house-authenticators.ts';
import { givePassword, openHouse, person } from '../testing/house.ts';
import { stubAuthenticator } from '../testing/stub-authenticator.ts';

it.each([
  ['is not installed: both administrators read what stays', [], [expect.stringContaining('paper of this user is not')]],
  ['is installed: nothing stays', [stubAuthenticator('paper')], []],
])('a second-factor reset of a user whose authenticator %s (W17)', async (_, installed, warnings) => {
  const house = await openHouse({ plugins: [...houseAuthenticators(), ...installed] });
  house.identity.add(person());
  house.identity.add(person({ profileUuid: makerUuid, userId: 'HKABC1X1', email: 'maker@abc.example' }));
  house.identity.add(person({ profileUuid: checkerUuid, userId: 'HKABC2X1', email: 'checker@abc.example' }));
  await givePassword(house, person().userId, 'a correct horse at the battery');
  await house.database.transaction((tx) => tx.query("UPDATE account SET otp_channel = 'OTHER:paper'"));
  const proposed = await approvalsOf(house).propose('SECOND_FACTOR_RESET');
  expect(proposed.proposal?.warnings).toEqual(warnings);
  await house.close();
});
