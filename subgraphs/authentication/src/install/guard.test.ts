import { afterEach, describe, expect, it } from '@jest/globals';
import type { AuthenticatorPlugin } from '@countersign/authenticator-kit';
import { houseAuthenticators } from '../testing/house-authenticators.ts';
import {
  type House,
  givePassword,
  openHouse,
  person,
  untilSecondFactor,
  giveDevice,
  flowIdOf,
} from '../testing/house.ts';

const secret = 'a correct horse at the battery';
const uuid = person().profileUuid;

/** The app plugin with its judgement replaced. */
function withVerify(verify: () => unknown): readonly AuthenticatorPlugin[] {
  return houseAuthenticators().map((plugin) =>
    plugin.manifest.id === 'totp'
      ? { manifest: plugin.manifest, create: (ports) => ({ ...plugin.create(ports), verify: verify as never }) }
      : plugin,
  );
}

describe('a plugin that misbehaves is a refusal (O14)', () => {
  let house: House | null = null;
  afterEach(async () => {
    await house?.close();
    house = null;
  });

  const accepted = { outcome: 'accepted', profileUuid: uuid };
  const cases: readonly (readonly [string, () => unknown])[] = [
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
    ['hangs', () => new Promise(() => undefined)],
    ['answers nothing', () => undefined],
    ['answers {}', () => Promise.resolve({})],
    ['answers "true"', () => Promise.resolve('true')],
    ['answers true', () => true],
    ['accepts without a consume', () => Promise.resolve(accepted)],
    ['accepts somebody else', () => Promise.resolve({ ...accepted, profileUuid: 'x', consume: async () => true })],
    [
      'forgets to await inside',
      () => Promise.resolve({ outcome: Promise.resolve('accepted'), profileUuid: uuid, consume: async () => true }),
    ],
    ['consumes something truthy', () => Promise.resolve({ ...accepted, consume: async () => 'yes' })],
    ['consumes a promise it forgot', () => Promise.resolve({ ...accepted, consume: () => undefined })],
  ];

  it.each(cases)('when it %s', async (_name, verify) => {
    // The limit holds for the password's hash as well, which a busy machine may keep waiting.
    house = await openHouse({ plugins: withVerify(verify), policy: { pluginTimeoutMs: 2_000 } });
    house.identity.add(person());
    await givePassword(house, 'HKABC101', secret);
    await giveDevice(house, 'HKABC101', secret);
    const flow = await untilSecondFactor(house, 'HKABC101', secret);
    const before = await house.rows('SELECT id FROM session');
    expect((await house.totp(flow, '123456')).__typename).toBe('FlowRefused');
    expect(await house.rows('SELECT id FROM session')).toHaveLength(before.length);
  });

  it('never hands an empty or overlong credential to a plugin', async () => {
    let seen = 0;
    const watched = houseAuthenticators().map((plugin): AuthenticatorPlugin => ({
      manifest: plugin.manifest,
      create: (ports) => ({
        ...plugin.create(ports),
        parse: () => {
          seen += 1;
          throw new Error('must not be called');
        },
      }),
    }));
    house = await openHouse({ plugins: watched });
    const flow = flowIdOf(await house.begin('HKABC101'));
    for (const password of ['', 'x'.repeat(20_000)])
      expect(await house.password(flow, password)).toMatchObject({ code: 'CREDENTIAL_MALFORMED' });
    expect(seen).toBe(0);
  });
});
