import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { passwordAuthenticator } from '@countersign/authenticator-password';
import type { AuthenticatorPlugin } from '@countersign/authenticator-kit';
import { houseAuthenticators } from './testing/house-authenticators.ts';
import { type House, flowIdOf, givePassword, openHouse, person } from './testing/house.ts';

const secret = 'a correct horse at the battery';
const id = 'HKABC101';
const RUNNING = 2;
const WAITING = 8;
const CALLERS = 100;

/** Passwords over a short line, which nobody joins before all who are expected have come. */
function narrow(): { readonly plugin: AuthenticatorPlugin; readonly expect: (callers: number) => void } {
  let missing = 0;
  let all = Promise.withResolvers<void>();
  all.resolve();
  const plugin = passwordAuthenticator({ concurrency: RUNNING, waiting: WAITING }) as unknown as AuthenticatorPlugin;
  return {
    expect(callers) {
      missing = callers;
      all = Promise.withResolvers<void>();
    },
    plugin: {
      manifest: plugin.manifest,
      create(ports) {
        const running = plugin.create(ports);
        return {
          ...running,
          async verify(flow, subject, answer) {
            missing -= 1;
            if (missing <= 0) all.resolve();
            await all.promise;
            return running.verify(flow, subject, answer);
          },
        };
      },
    },
  };
}

describe('a flood of wrong passwords (threats 3)', () => {
  let house: House;
  let line: ReturnType<typeof narrow>;
  beforeEach(async () => {
    line = narrow();
    house = await openHouse({
      plugins: [line.plugin, ...houseAuthenticators().slice(1)],
      policy: { passwordBurstPerMinute: 1_000 },
    });
    house.identity.add(person());
    await givePassword(house, id, secret);
  });
  afterEach(() => house.close());

  const begun = async (count: number) => {
    const flows = [];
    for (let turn = 0; turn < count; turn += 1)
      flows.push(flowIdOf(await house.begin(turn % 2 === 0 ? id : `HKABD${100 + turn}`)));
    return flows;
  };
  const answer = (flow: string, turn: number) =>
    house.password(flow, 'wrong wrong wrong', house.anonymous(`198.51.${turn % 250}.${turn}`)).then(
      (step) => String(step['code']),
      (fault: { code: string }) => fault.code,
    );

  it('is compared as far as the line is long; the rest is refused at once, alike for nobody, and counts as nothing', async () => {
    const flows = await begun(CALLERS);
    line.expect(CALLERS);
    const heard = await Promise.all(flows.map(answer));
    const counted = Object.groupBy(heard, (code) => code);
    expect(Object.keys(counted).sort()).toEqual(['AUTH_FAILED', 'TOO_BUSY']);
    expect(counted['AUTH_FAILED']?.length).toBeGreaterThanOrEqual(RUNNING + WAITING);
    expect(counted['TOO_BUSY']?.length).toBeGreaterThan(CALLERS / 2);
    for (const parity of [0, 1])
      expect(heard.filter((code, turn) => turn % 2 === parity && code === 'TOO_BUSY').length).toBeGreaterThan(0);
    const failedForHim = heard.filter((code, turn) => turn % 2 === 0 && code === 'AUTH_FAILED').length;
    expect(await house.rows('SELECT password_failures FROM account')).toEqual([{ password_failures: failedForHim }]);
  });

  it('does not use up its source: what was not compared is given back', async () => {
    const from = house.anonymous('198.51.100.1');
    const flows = await begun(20);
    line.expect(20);
    const heard = await Promise.allSettled(flows.map((flow) => house.password(flow, 'wrong wrong wrong', from)));
    const compared = heard.filter(({ status }) => status === 'fulfilled').length;
    expect(compared).toBeLessThan(20);
    const again = await begun(20 - compared + 1);
    const codes = [];
    for (const flow of again.filter((_, turn) => turn % 2 === 1))
      codes.push((await house.password(flow, 'wrong wrong wrong', from))['code']);
    expect(new Set(codes)).toEqual(new Set(['AUTH_FAILED']));
  });
});

describe('more passwords at once than a process judges', () => {
  it('are refused before anything is read of them, whoever they are for, and none of them counts', async () => {
    const house = await openHouse({ policy: { passwordBurstPerMinute: 1_000, passwordsAtOnce: 4 } });
    house.identity.add(person());
    await givePassword(house, id, secret);
    const flows = [];
    for (let turn = 0; turn < 20; turn += 1) flows.push(flowIdOf(await house.begin(turn % 2 === 0 ? id : 'HKABD101')));
    const looked: string[] = [];
    const get = house.volatile.get.bind(house.volatile);
    house.volatile.get = (key) => {
      looked.push(key);
      return get(key);
    };
    const heard = await Promise.allSettled(
      flows.map((flow, turn) => house.password(flow, 'wrong wrong wrong', house.anonymous(`198.51.100.${turn}`))),
    );
    const refused = heard.filter((one) => one.status === 'rejected');
    expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(Array(16).fill('TOO_BUSY'));
    expect(looked.filter((key) => key.startsWith('{flow:'))).toHaveLength(4);
    expect(await house.rows('SELECT password_failures FROM account')).toEqual([{ password_failures: 2 }]);
    await house.close();
  });
});
