import { expect, it } from '@jest/globals';
import { insert } from '@countersign/platform';
import { openHouse, person } from '../testing/house.ts';
import { isClosedToStrangers, lockReasonShown } from './lock-reason-shown.ts';

const policy = { strangerFailures: 5 };
const row = { locked_at: null, lock_reason: null, stranger_failures: 5 };

it('what an unlock would open is the reason that is shown; a lock comes first (W7, O9)', () => {
  const locked = { ...row, locked_at: 1, lock_reason: 'SECOND_FACTOR_FAILURES' };
  expect([row, { ...row, stranger_failures: 4 }, locked].map((one) => lockReasonShown(one, policy))).toEqual([
    'RESETS_FROM_UNKNOWN_SOURCES',
    null,
    'SECOND_FACTOR_FAILURES',
  ]);
  expect(isClosedToStrangers(locked, policy)).toBe(false);
});

it('an administrator sees it at the profile, beside no lock', async () => {
  const house = await openHouse();
  const { userId, profileUuid } = person();
  house.identity.add(person());
  await house.database.transaction((tx) => insert(tx, 'account', { profile_uuid: profileUuid, stranger_failures: 5 }));
  const asked = `{ _entities(representations: [{ __typename: "UserProfile", userId: "${userId}" }]) {
    ... on UserProfile { lockedAt lockReason } } }`;
  const { step } = await house.run(asked, house.service('gateway'));
  expect(step).toEqual([{ lockedAt: null, lockReason: 'RESETS_FROM_UNKNOWN_SOURCES' }]);
  await house.close();
});
