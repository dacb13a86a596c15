import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NumericCode, Subject } from '@countersign/authenticator-kit';
import { type Bench, openBench } from '@countersign/authenticator-kit/conformance';
import { oneTimePassword, usualShape } from '@countersign/oath';
import { findDevice } from './device-table.ts';
import { importTotpDevice, totpAuthenticator } from './index.ts';
import { type Drift, driftBounds, learnDrift, noDrift, within } from './learned-drift.ts';
import { matchingStep } from './matching-step.ts';
import { timeStep } from './time-step.ts';

const secret = new TextEncoder().encode('12345678901234567890');
const shownAt = (step: number) => oneTimePassword({ secret, counter: step });

describe('the step of an instant', () => {
  it('begins with its first millisecond', () => {
    expect([0, 29_999, 30_000, 59_999, 60_000].map((ms) => timeStep(new Date(ms)))).toEqual([0, 0, 1, 1, 2]);
    expect([59_999, 60_000].map((ms) => timeStep(new Date(ms), 60))).toEqual([0, 1]);
  });
});

describe('the step that a code belongs to', () => {
  const compared: string[] = [];
  const matching = (middle: number, code: string, always = false) => {
    compared.length = 0;
    return matchingStep({ secret, shape: usualShape, middle }, code, (one, other) => {
      compared.push(one);
      return always || one === other;
    });
  };
  it('is one of three, and all three are compared whichever it is', () => {
    for (const offset of [-2, -1, 0, 1, 2]) {
      expect(matching(100, shownAt(100 + offset))).toBe(Math.abs(offset) > 1 ? null : 100 + offset);
      expect(compared).toEqual([shownAt(99), shownAt(100), shownAt(101)]);
    }
  });
  it('is the newest when several show the same code', () => {
    expect(matching(100, '', true)).toBe(101);
  });
  it('is never before the first of all', () => {
    expect(matching(0, shownAt(0))).toBe(0);
    expect(compared).toEqual([shownAt(0), shownAt(1)]);
    expect(matching(-1, shownAt(0))).toBe(0);
    expect(matching(-2, shownAt(0))).toBeNull();
  });
});

describe('what codes teach of a clock', () => {
  const after = (...offsets: readonly number[]): Drift => offsets.reduce(learnDrift, noDrift);
  it('is one step after three in a row to one side, and then the count begins again', () => {
    expect(after(1)).toEqual({ steps: 0, lean: 1, bound: 1 });
    expect(after(1, 1)).toEqual({ steps: 0, lean: 2, bound: 1 });
    expect(after(1, 1, 1)).toEqual({ steps: 1, lean: 0, bound: 1 });
    expect(after(-1, -1)).toEqual({ steps: 0, lean: -2, bound: 1 });
    expect(after(-1, -1, -1)).toEqual({ steps: -1, lean: 0, bound: 1 });
  });
  it('is nothing after one in the middle or to the other side', () => {
    expect(after(1, 1, 0)).toEqual(noDrift);
    expect(after(1, 1, -1)).toEqual({ steps: 0, lean: -1, bound: 1 });
    expect(after(0, 0, 0, 0)).toEqual(noDrift);
  });
  it('goes no further than one step for a phone and two for a token', () => {
    expect([driftBounds.phone, driftBounds.token]).toEqual([1, 2]);
    expect(after(1, 1, 1, 1, 1, 1).steps).toBe(1);
    expect([-3, -2, -1, 0, 1, 2, 3].map((steps) => within(steps, 2))).toEqual([-2, -2, -1, 0, 1, 2, 2]);
  });
});

describe('a code', () => {
  let bench: Bench<NumericCode>;
  let now: number;
  beforeEach(async () => {
    bench = await openBench(totpAuthenticator());
    const { ports, subject } = bench;
    const key = { secret, digits: 6, algorithm: 'sha1', counter: 0, periodSeconds: 30, driftSteps: 0 } as const;
    await ports.tables.transaction((tx) => importTotpDevice(ports, tx, { profileUuid: subject.profileUuid, key }));
    now = timeStep(ports.clock.now());
  });
  afterEach(() => bench.close());
  const judged = (code: string, subject: Subject | null = bench.subject) =>
    bench.authenticator.verify(bench.flow(), subject, { code });
  const rejected = (reason: string) => ({ outcome: 'rejected', reason });
  const stored = () => bench.ports.tables.read((tx) => findDevice(tx, bench.subject.profileUuid));

  it('is accepted for the person, spent once, and teaches by how much it was off', async () => {
    const verdict = await judged(shownAt(now + 1));
    expect(verdict).toMatchObject({ outcome: 'accepted', profileUuid: bench.subject.profileUuid });
    expect([await bench.consume(verdict), await bench.consume(verdict)]).toEqual([true, false]);
    expect(await stored()).toMatchObject({ lastStep: now + 1, drift: { steps: 0, lean: 1, bound: 2 } });
  });
  it('of the last step and of every one before it was used', async () => {
    await bench.consume(await judged(shownAt(now)));
    expect(await judged(shownAt(now))).toEqual(rejected('ALREADY_USED'));
    expect(await judged(shownAt(now - 1))).toEqual(rejected('ALREADY_USED'));
    expect((await judged(shownAt(now + 1))).outcome).toBe('accepted');
  });
  it('is looked for around the drift that the device was seen to have', async () => {
    for (let code = 0; code < 3; code += 1) {
      bench.ports.clock.advance(90_000);
      await bench.consume(await judged(shownAt(timeStep(bench.ports.clock.now()) + 1)));
    }
    bench.ports.clock.advance(300_000);
    const later = timeStep(bench.ports.clock.now());
    expect(await judged(shownAt(later - 1))).toEqual(rejected('WRONG'));
    const verdict = await judged(shownAt(later + 2));
    expect(await bench.consume(verdict)).toBe(true);
    expect(await stored()).toMatchObject({ drift: { steps: 1, lean: 1 } });
  });
  it('that is wrong, malformed, or nobody’s is refused for that reason', async () => {
    expect(await judged(shownAt(now + 2))).toEqual(rejected('WRONG'));
    for (const malformed of ['', '12345', '1234567', 'abcdef'])
      expect(await judged(malformed)).toEqual(rejected('MALFORMED'));
    expect(await judged('12345', null)).toEqual(rejected('MALFORMED'));
    expect(await judged(shownAt(now), null)).toEqual(rejected('NOT_ENROLLED'));
    expect(await judged(shownAt(now), bench.stranger)).toEqual(rejected('NOT_ENROLLED'));
  });
  it('costs the same work whoever it is for, and whether it is one or not (O8)', async () => {
    const wrong = await bench.calls(() => judged(shownAt(now + 2)));
    expect(wrong.filter((call) => call === 'secrets.equal')).toHaveLength(3);
    for (const subject of [bench.subject, bench.stranger, null])
      for (const code of [shownAt(now + 2), shownAt(now), 'abc'])
        expect(await bench.calls(() => judged(code, subject))).toEqual(wrong);
  });
});
