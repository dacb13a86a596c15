import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openBench, type Bench } from '@countersign/authenticator-kit/conformance';
import type { NumericCode, RejectionReason } from '@countersign/authenticator-kit';
import { findDevice } from './device-table.ts';
import { importTotpDevice, totpAuthenticator } from './index.ts';
import { driftBounds, learnDrift, noDrift } from './learned-drift.ts';
import { codeFor } from './test-device.ts';

const STEP_MS = 30_000;
const secret = new TextEncoder().encode('12345678901234567890');

/** A token with this many steps of drift at its delivery, and a way to sign in with its code of `offset` steps from now. */
async function token(driftSteps = 0) {
  const bench = await openBench(totpAuthenticator());
  const { ports, subject } = bench;
  const key = { secret, digits: 6, algorithm: 'sha1', counter: 0, periodSeconds: 30, driftSteps } as const;
  await ports.tables.transaction((tx) => importTotpDevice(ports, tx, { profileUuid: subject.profileUuid, key }));
  return { bench, answer: (offset: number) => answer(bench, offset) };
}

async function answer(bench: Bench<NumericCode>, offset: number): Promise<'accepted' | RejectionReason> {
  bench.ports.clock.advance(10 * STEP_MS);
  const code = codeFor(secret, new Date(bench.ports.clock.now().getTime() + offset * STEP_MS));
  const verdict = await bench.authenticator.verify(bench.flow(), bench.subject, { code });
  if (verdict.outcome === 'rejected') return verdict.reason;
  expect(await bench.consume(verdict)).toBe(true);
  return 'accepted';
}

const driftOf = async ({ ports, subject }: Bench<NumericCode>) =>
  (await ports.tables.read((tx) => findDevice(tx, subject.profileUuid)))?.drift.steps;

describe('a device whose clock is off', () => {
  it('is followed after three codes in a row to the same side, and one code in the middle begins the count again', async () => {
    const { bench, answer: give } = await token();
    for (const offset of [1, 1, 0, 1, 1]) expect(await give(offset)).toBe('accepted');
    expect(await driftOf(bench)).toBe(0);
    expect(await give(2)).toBe('WRONG');
    expect(await give(1)).toBe('accepted');
    expect(await driftOf(bench)).toBe(1);
    expect(await give(2)).toBe('accepted');
    expect(await give(-1)).toBe('WRONG');
  });

  it('is followed no further than two steps as a token, and one as a phone', async () => {
    const { bench, answer: give } = await token();
    for (let taught = 0; taught < 3; taught += 1) expect(await give(-1)).toBe('accepted');
    for (let taught = 0; taught < 3; taught += 1) expect(await give(-2)).toBe('accepted');
    for (let taught = 0; taught < 6; taught += 1) expect(await give(-3)).toBe('accepted');
    expect(await driftOf(bench)).toBe(-2);
    expect(await give(-4)).toBe('WRONG');

    let phone = noDrift;
    for (let taught = 0; taught < 12; taught += 1) phone = learnDrift(phone, 1);
    expect(phone.steps).toBe(1);
  });

  it('learns nothing from a code that was not accepted', async () => {
    const { bench, answer: give } = await token();
    for (let wrong = 0; wrong < 6; wrong += 1) expect(await give(2)).toBe('WRONG');
    expect(await driftOf(bench)).toBe(0);
  });

  it('teaches nothing by a code whose step was spent by somebody else first', async () => {
    const { bench } = await token();
    bench.ports.clock.advance(10 * STEP_MS);
    const code = codeFor(secret, new Date(bench.ports.clock.now().getTime() + STEP_MS));
    const verdicts = await Promise.all(
      Array.from({ length: 8 }, () => bench.authenticator.verify(bench.flow(), bench.subject, { code })),
    );
    const consumed = await Promise.all(verdicts.map((verdict) => bench.consume(verdict)));
    expect(consumed.filter(Boolean)).toHaveLength(1);
    expect((await bench.ports.tables.read((tx) => findDevice(tx, bench.subject.profileUuid)))?.drift.lean).toBe(1);
  });

  it('begins with the drift that it was delivered with, as far as that may be believed', async () => {
    for (const [told, believed] of [
      [1, 1],
      [-2, -2],
      [40, 2],
    ] as const) {
      const { bench, answer: give } = await token(told);
      expect(await driftOf(bench)).toBe(believed);
      expect(await give(believed)).toBe('accepted');
    }
  });

  it('that is a phone put right again is accepted at once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 1 }), { maxLength: 60 }), (offsets) => {
        const drift = offsets.reduce(learnDrift, noDrift);
        expect(Math.abs(drift.steps)).toBeLessThanOrEqual(driftBounds.phone);
        expect(Math.abs(0 - drift.steps)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
