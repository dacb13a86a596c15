import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type House,
  type Step,
  flowIdOf,
  giveDevice,
  giveMailChannel,
  givePassword,
  openHouse,
  person,
} from './testing/house.ts';
import { totpCode } from './testing/totp-code.ts';

const secret = 'a correct horse at the battery';
const uuid = (last: number) => `018f0000-0000-7000-8000-00000000020${last}`;
const users = { app: 'HKABC201', mail: 'HKABC202', fresh: 'HKABC203' } as const;
type User = keyof typeof users;

const actions = [
  'rightPassword',
  'wrongPassword',
  'rightCode',
  'wrongCode',
  'mailedCode',
  'wrongMailedCode',
  'requestMail',
  'register',
  'confirmDevice',
  'skip',
  'accept',
  'setPassword',
  'restart',
  'reset',
] as const;
type Action = (typeof actions)[number];

/** What this walk has truly proven; the model knows nothing of the flow engine. */
interface Walk {
  flow: string;
  purpose: 'LOGIN' | 'RESET';
  password: boolean;
  uri: string | null;
  accepted: boolean;
  sent: number;
  mailProven: boolean;
}

describe('random walks over login, reset and first registration (O10)', () => {
  let house: House;
  let appUri = '';
  beforeAll(async () => {
    house = await openHouse({
      policy: {
        secondFactorFailures: 1_000_000,
        passwordFailuresWithoutDelay: 1_000_000,
        passwordBurstPerMinute: 1_000_000,
        passwordFailuresToDisable: 1_000_000,
        perSource: { passwords: [], unguessable: [], logins: [], resets: [] },
        strangerFailures: 1_000_000,
      },
    });
    for (const [position, userId] of Object.values(users).entries()) {
      house.identity.add(person({ profileUuid: uuid(position), userId, email: `user${position}@abc.example` }));
      await givePassword(house, userId, secret);
    }
    appUri = await giveDevice(house, users.app, secret);
    await giveMailChannel(house, users.mail, secret);
  });
  afterAll(() => house.close());

  async function fresh(user: User, purpose: Walk['purpose']): Promise<Walk> {
    const begun =
      purpose === 'LOGIN'
        ? await house.begin(users[user])
        : await house.mutate(`beginPasswordReset(userId: "${users[user]}")`);
    return {
      flow: flowIdOf(begun),
      purpose,
      password: false,
      uri: null,
      accepted: false,
      sent: house.mails.length,
      mailProven: false,
    };
  }

  const code = (uri: string | null) => (uri === null ? '000000' : totpCode(uri, house.clock.now()));
  type Deed = (user: User, walk: Walk) => Promise<Step | Walk>;
  const deeds: Readonly<Record<Action, Deed>> = {
    rightPassword: (_user, { flow }) => house.password(flow, secret),
    wrongPassword: (_user, { flow }) => house.password(flow, 'not the right one at all'),
    rightCode: (user, { flow }) => house.totp(flow, code(user === 'app' ? appUri : null)),
    wrongCode: (_user, { flow }) => house.totp(flow, '000000'),
    mailedCode: async (user, { flow }) => house.emailOtp(flow, (await house.mailedCode(users[user])) || '000000'),
    wrongMailedCode: (_user, { flow }) => house.emailOtp(flow, '000000'),
    requestMail: (_user, { flow }) => house.mutate(`requestEmailOtp(flowId: "${flow}")`),
    register: (_user, { flow }) => house.mutate(`registerDevice(flowId: "${flow}")`),
    confirmDevice: (_user, { flow, uri }) => house.totp(flow, code(uri)),
    skip: (_user, { flow }) => house.mutate(`skipDeviceRegistration(flowId: "${flow}")`),
    accept: (_user, { flow }) => house.mutate(`acceptEmailOtpRisk(flowId: "${flow}", warningVersion: "1")`),
    setPassword: (_user, { flow }) =>
      house.mutate(`setPassword(flowId: "${flow}", newPassword: "short", confirmation: "short")`),
    restart: (user) => fresh(user, 'LOGIN'),
    reset: (user) => fresh(user, 'RESET'),
  };

  function judge(user: User, walk: Walk, action: Action): void {
    const byApp = user === 'app' && action === 'rightCode';
    const byDevice = user === 'fresh' && walk.uri !== null && action === 'confirmDevice';
    const byMail = action === 'mailedCode' && (user === 'mail' || (user === 'fresh' && walk.accepted));
    const { purpose, password } = walk;
    expect({ purpose, password, legal: byApp || byDevice || byMail }).toEqual({
      purpose: 'LOGIN',
      password: true,
      legal: true,
    });
  }

  const changes: Readonly<Record<string, (step: Step) => Partial<Walk>>> = {
    ProofsOffered: () => ({}),
    NewPasswordRequired: () => ({ mailProven: true }),
    DeviceRegistration: (step) => ({ uri: String(step['otpauthUri']), accepted: false }),
    RiskWarning: () => ({ accepted: false, uri: null }),
  };

  function observe(user: User, walk: Walk, action: Action, step: Step): void {
    if (step.__typename === 'SignedIn') judge(user, walk, action);
    if (step.__typename === 'NewPasswordRequired') expect([walk.purpose, action]).toEqual(['RESET', 'mailedCode']);
    if (step['code'] === 'PASSWORD_TOO_SHORT') expect(walk.mailProven).toBe(true);
    Object.assign(walk, changes[step.__typename]?.(step));
    if (action === 'rightPassword' && step.__typename !== 'FlowRefused') walk.password = true;
    if (action === 'accept' && step.__typename === 'ProofsOffered') Object.assign(walk, { accepted: true, uri: null });
  }

  it('a session exists only after the whole legal path', async () => {
    let signedIn = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<User>('app', 'mail', 'fresh'),
        fc.array(fc.constantFrom(...actions), { minLength: 2, maxLength: 9 }),
        async (user, path) => {
          house.clock.advance(301_000);
          await house.database.transaction((tx) =>
            tx.query(`UPDATE account SET otp_channel = NULL WHERE profile_uuid = '${uuid(2)}'`),
          );
          await house.database.transaction((tx) =>
            tx.query(`DELETE FROM authenticator_totp_device WHERE profile_uuid = '${uuid(2)}'`),
          );
          let walk = await fresh(user, 'LOGIN');
          for (const action of path) {
            const result = await deeds[action](user, walk);
            if (!('__typename' in result)) walk = result;
            else observe(user, walk, action, result);
            if ('__typename' in result && result.__typename === 'SignedIn') {
              signedIn += 1;
              return;
            }
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(signedIn).toBeGreaterThan(0);
  }, 240_000);
});
