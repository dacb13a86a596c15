import { describe, expect, it } from '@jest/globals';
import type { Authenticator, AuthenticatorPlugin, Manifest } from '@countersign/authenticator-kit';
import { AdjustableClock, createLogger } from '@countersign/platform';
import { until } from '../testing/until.ts';
import type { HostSide } from './plugin-ports.ts';
import { pluginLife } from './plugin-life.ts';

const minute = 60_000;
const hangs = () => new Promise<never>(() => undefined);

/** A plugin that only lives; what it does when it starts and stops is the test's. */
function opened(
  id: string,
  ways: { readonly create?: () => void; readonly start?: () => unknown; readonly stop?: () => unknown } = {},
) {
  const seen: string[] = [];
  const clock = new AdjustableClock(new Date('2026-03-04T02:00:00.000Z'));
  const manifest: Manifest = {
    id,
    contract: '^1.0.0',
    kind: id === 'smartcard' ? 'identifies' : 'confirms',
    factors: ['POSSESSION'],
    budget: 'UNGUESSABLE',
    phishingResistant: true,
    phases: ['PRE_PARALLEL', 'PARALLEL'],
    purposes: ['LOGIN'],
    needs: [],
    graphql: { sdl: '', answerField: 'answer' },
  };
  const plugin: AuthenticatorPlugin = {
    manifest,
    create() {
      seen.push('create');
      ways.create?.();
      const running: Partial<Authenticator<unknown>> = {
        start: async () => (seen.push('start'), (await ways.start?.()) as undefined),
        stop: async () => (seen.push('stop'), (await ways.stop?.()) as undefined),
      };
      return running as Authenticator<unknown>;
    },
  };
  const logger = createLogger({ level: 'silent', part: 'authentication' });
  const rules = { timeoutMs: 40, startMs: 40, drainMs: 5 * minute, retryMs: 1_000, logger };
  return { life: pluginLife(plugin, { clock } as unknown as HostSide, rules), clock, seen };
}

describe('the life of a plugin', () => {
  it('runs nothing of it before a phase takes it', async () => {
    const { life, seen } = opened('paper');
    await life.settle('END');
    expect([life.state(), life.usable(), seen]).toEqual(['UNLOADED', null, []]);
    await life.settle('PARALLEL');
    expect([life.state(), seen]).toEqual(['OFFERED', ['create', 'start']]);
  });

  it('goes through draining and retirement to nothing, and comes back as a new one after a rollback (W21)', async () => {
    const { life, clock, seen } = opened('paper');
    await life.settle('PARALLEL');
    const first = life.usable();
    await life.settle('END');
    expect([life.state(), life.usable()]).toEqual(['DRAINING', first]);
    clock.advance(5 * minute);
    life.tend('END');
    expect(life.state()).toBe('DRAINING');
    clock.advance(1);
    life.tend('END');
    expect([life.state(), life.usable()]).toEqual(['RETIRED', null]);
    await until(() => life.state() === 'UNLOADED');
    await life.settle('PARALLEL');
    expect(life.state()).toBe('OFFERED');
    expect(life.usable()).not.toBe(first);
    expect(seen).toEqual(['create', 'start', 'stop', 'create', 'start']);
  });

  it('goes on undisturbed when the phase comes back while it drains', async () => {
    const { life, clock, seen } = opened('paper');
    for (const phase of ['PARALLEL', 'END', 'PARALLEL', 'END'] as const) {
      await life.settle(phase);
      clock.advance(4 * minute);
    }
    life.tend('END');
    expect([life.state(), seen]).toEqual(['DRAINING', ['create', 'start']]);
  });

  it('ends at once for a smartcard at END', async () => {
    const { life } = opened('smartcard');
    await life.settle('PARALLEL');
    const settled = life.settle('END');
    expect([life.state(), life.usable()]).toEqual(['RETIRED', null]);
    await settled;
    await until(() => life.state() === 'UNLOADED');
  });

  it.each(['throws while it is made', 'throws while it starts', 'hangs while it starts'])(
    'is not offered when it %s, and is tried again',
    async (how) => {
      let broken = true;
      const fail = () => {
        if (broken) throw new Error('broken');
      };
      const { life, clock, seen } = opened('paper', {
        ...(how === 'throws while it is made' && { create: fail }),
        ...(how === 'throws while it starts' && { start: fail }),
        ...(how === 'hangs while it starts' && { start: () => (broken ? hangs() : undefined) }),
      });
      await life.settle('PARALLEL');
      expect([life.state(), life.usable()]).toEqual(['UNLOADED', null]);
      expect(life.fault()).toBeInstanceOf(Error);
      broken = false;
      life.tend('PARALLEL');
      expect(seen.filter((one) => one === 'create')).toHaveLength(1);
      clock.advance(1_000);
      life.tend('PARALLEL');
      await until(() => life.state() === 'OFFERED');
      expect(life.fault()).toBeNull();
      expect(seen.filter((one) => one === 'create')).toHaveLength(2);
    },
  );

  it('is not held up by one that hangs while it stops', async () => {
    const { life } = opened('smartcard', { stop: hangs });
    await life.settle('PARALLEL');
    await life.settle('END');
    await life.settle('PARALLEL');
    expect(life.state()).toBe('OFFERED');
    await life.stop();
    expect(life.state()).toBe('UNLOADED');
  });

  it('is not offered by a load that ends after the phase has moved on', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const { life, seen } = opened('smartcard', { start: () => promise });
    const loading = life.settle('PARALLEL');
    await life.settle('END');
    resolve(undefined);
    await loading;
    expect([life.state(), life.usable()]).toEqual(['UNLOADED', null]);
    expect(seen).toEqual(['create', 'start', 'stop']);
  });

  it('can be reached in any state, to forget a person', async () => {
    const { life, seen } = opened('paper');
    expect(life.whatever()).toBe(life.whatever());
    expect(seen).toEqual(['create']);
  });
});
