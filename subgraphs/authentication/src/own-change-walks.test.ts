import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type House, giveDevice, givePassword, openHouse, person } from './testing/house.ts';
import { type OwnChangeStep, ownChangeSteps, type OwnWalk, takeOwnStep } from './testing/own-change-steps.ts';
import { atWork } from './testing/own-session.ts';

const secret = 'a correct horse at the battery';
const { userId, profileUuid } = person();
const names = Object.keys(ownChangeSteps) as OwnChangeStep[];
const goals: readonly OwnChangeStep[] = names.slice(0, 5);
/** How each change ends, by the steps that count; nothing in between, and nothing left out. */
const legal: Readonly<Record<string, readonly (readonly string[])[]>> = {
  ChannelChanged: [['changeToMail', 'password', 'presentCode', 'accept', 'mailedCode']],
  DeviceReplaced: [['replaceDevice', 'password', 'presentCode', 'register', 'pendingCode']],
  RecoveryCodesIssued: [['renewRecoveryCodes', 'password', 'presentCode']],
};

describe('random walks of a signed-in person over his own factors (O10)', () => {
  let house: House;
  let uri = '';
  const unbounded = 1_000_000;
  beforeAll(async () => {
    house = await openHouse({
      policy: {
        secondFactorFailures: unbounded,
        triesPerChallenge: unbounded,
        passwordFailuresWithoutDelay: unbounded,
        passwordBurstPerMinute: unbounded,
        passwordFailuresToDisable: unbounded,
        strangerFailures: unbounded,
        perSource: { passwords: [], unguessable: [], logins: [], resets: [] },
      },
    });
    house.identity.add(person());
    await givePassword(house, userId, secret);
    uri = await giveDevice(house, userId, secret);
  });
  afterAll(() => house.close());

  const factors = () =>
    house.rows(
      `SELECT otp_channel, factor_version, password_changed_at, device_id, sealed_secret,
          (SELECT COUNT(*) FROM authenticator_recovery_code_code) AS codes
        FROM account LEFT JOIN authenticator_totp_device d ON d.profile_uuid = account.profile_uuid`,
    );

  /** What a walk has truly proven in its present flow; the model knows nothing of the engine. */
  const counts = (done: readonly string[], name: OwnChangeStep, answered: string): readonly string[] => {
    if (answered === 'FlowRefused') return done;
    if (goals.includes(name) || name === 'stepUp') return [name];
    // A key shown again takes the place of the one before.
    const before = name === 'register' || name === 'accept' ? done.filter((one) => one !== name) : done;
    return name === 'requestMail' ? done : [...before, name];
  };

  it('a factor changes only after password, present factor and the proof of the new one', async () => {
    const made: Record<string, number> = {};
    const path = fc.tuple(
      fc.constantFrom(...goals),
      fc.array(fc.constantFrom(...names, ...(['password', 'presentCode', 'register', 'accept'] as const)), {
        minLength: 3,
        maxLength: 8,
      }),
    );
    const guided = fc
      .constantFrom(...Object.values(legal).flat())
      .chain((steps) =>
        fc.tuple(
          fc.constant(steps[0] as OwnChangeStep),
          fc.tuple(
            ...steps.slice(1).map((step) => fc.tuple(fc.constantFrom(...names), fc.boolean(), fc.constant(step))),
          ),
        ),
      );
    const walks = fc.oneof(
      path,
      guided.map(
        ([goal, rest]) =>
          [
            goal,
            (rest as [OwnChangeStep, boolean, OwnChangeStep][]).flatMap(([noise, noisy, step]) =>
              noisy ? [noise, step] : [step],
            ),
          ] as [OwnChangeStep, OwnChangeStep[]],
      ),
    );
    const straight = Object.values(legal)
      .flat()
      .map(([goal, ...rest]): [[OwnChangeStep, OwnChangeStep[]]] => [[goal as OwnChangeStep, rest as OwnChangeStep[]]]);
    await fc.assert(
      fc.asyncProperty(walks, async ([goal, rest]) => {
        house.clock.advance(3_700_000);
        const mine = await atWork(house, { userId, profileUuid, secret, uri });
        const walk: OwnWalk = { mine, secret, uri, pending: null, flow: '' };
        const before = await factors();
        let done: readonly string[] = [];
        for (const name of [goal, ...rest]) {
          house.clock.advance(60_000);
          const answered = (await takeOwnStep(house, walk, name)).__typename;
          done = counts(done, name, answered);
          const ends = legal[answered];
          if (ends === undefined) {
            expect([...done, answered, await factors()]).toEqual([...done, answered, before]);
            continue;
          }
          made[answered] = (made[answered] ?? 0) + 1;
          expect(ends).toContainEqual(done);
          expect(await factors()).not.toEqual(before);
          return restore(answered, walk);
        }
      }),
      { numRuns: 50, examples: straight },
    );
    expect(Object.keys(made).toSorted()).toEqual(Object.keys(legal).toSorted());
  }, 240_000);

  /** The walker goes back to his app for the next walk. */
  async function restore(answered: string, walk: OwnWalk): Promise<void> {
    if (answered === 'DeviceReplaced') uri = walk.pending ?? uri;
    if (answered !== 'ChannelChanged') return;
    await house.database.transaction((tx) => tx.query('UPDATE account SET otp_channel = NULL'));
    house.clock.advance(3_600_000);
    uri = await giveDevice(house, userId, secret);
  }
});
