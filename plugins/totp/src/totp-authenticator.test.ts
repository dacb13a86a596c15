import { beforeEach, describe, expect, it } from '@jest/globals';
import { openBench, type Bench } from '@countersign/authenticator-kit/conformance';
import type { NumericCode, RejectionReason } from '@countersign/authenticator-kit';
import { totpAuthenticator } from './index.ts';
import { codeFor, otherCode, secretOf } from './test-device.ts';

const STEP_MS = 30_000;

let bench: Bench<NumericCode>;
let key: Uint8Array;

async function register(): Promise<Uint8Array> {
  const { enrolment } = bench.authenticator;
  if (enrolment === undefined) throw new Error('no enrolment');
  const flow = bench.flow();
  const { view, state } = await enrolment.begin(flow, bench.subject);
  const secret = secretOf(String(view['otpauthUri']));
  const verdict = await enrolment.confirm(flow, bench.subject, state, {
    code: codeFor(secret, bench.ports.clock.now()),
  });
  expect(await bench.consume(verdict)).toBe(true);
  return secret;
}

const shownIn = (steps: number) => codeFor(key, new Date(bench.ports.clock.now().getTime() + steps * STEP_MS));

/** `accepted` when the code was accepted and spent, else why not. */
async function answer(code: string): Promise<'accepted' | 'spent' | RejectionReason> {
  const verdict = await bench.authenticator.verify(bench.flow(), bench.subject, { code });
  if (verdict.outcome === 'rejected') return verdict.reason;
  return (await bench.consume(verdict)) ? 'accepted' : 'spent';
}

beforeEach(async () => {
  bench = await openBench(totpAuthenticator());
  key = await register();
  bench.ports.clock.advance(10 * STEP_MS);
});

describe('a code of the app', () => {
  it('is accepted one step early and one step late, and no further (O2)', async () => {
    const late = shownIn(-2);
    const early = shownIn(2);
    expect(await answer(late)).toBe('WRONG');
    expect(await answer(early)).toBe('WRONG');
    expect(await answer(shownIn(-1))).toBe('accepted');
    expect(await answer(shownIn(0))).toBe('accepted');
    expect(await answer(shownIn(1))).toBe('accepted');
  });

  it('is spent by its use, with every step before it', async () => {
    expect(await answer(shownIn(0))).toBe('accepted');
    expect(await answer(shownIn(0))).toBe('ALREADY_USED');
    expect(await answer(shownIn(-1))).toBe('ALREADY_USED');
  });

  it('with a space in the middle is the same code, and spent with it (O6)', async () => {
    const code = shownIn(0);
    const parsed = bench.authenticator.parse({ code: `${code.slice(0, 3)} ${code.slice(3)}` });
    expect(parsed).toEqual({ ok: true, answer: { code } });
    expect(await answer(code)).toBe('accepted');
    expect(await answer(`${code.slice(0, 3)} ${code.slice(3)}`)).toBe('ALREADY_USED');
    for (const variant of [
      ` ${code}`,
      `${code}\n`,
      `${code} `,
      [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join(''),
    ]) {
      expect(bench.authenticator.parse({ code: variant }).ok).toBe(false);
      expect(await answer(variant)).toBe('MALFORMED');
    }
  });

  it('given 1,000 times in parallel over many flows proves once (threat O2)', async () => {
    const code = shownIn(0);
    const outcomes = await Promise.all(Array.from({ length: 1_000 }, () => answer(code)));
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
  });

  it('is refused without a fault when the clock went back, until time has caught up', async () => {
    expect(await answer(shownIn(0))).toBe('accepted');
    bench.ports.clock.advance(-3_600_000);
    expect(await answer(shownIn(0))).toBe('ALREADY_USED');
    expect(await answer(otherCode(key, bench.ports.clock.now()))).toBe('WRONG');
    bench.ports.clock.advance(-bench.ports.clock.now().getTime());
    expect(await answer('123456')).toBe('WRONG');
    bench.ports.clock.advance(-60_000);
    expect(await answer('123456')).toBe('WRONG');
  });

  it('of a secret moved to another person’s row does not open', async () => {
    await bench.ports.tables.transaction((tx) =>
      tx.execute('UPDATE authenticator_totp_device SET profile_uuid = ?', [bench.stranger.profileUuid]),
    );
    const moved = bench.authenticator.verify(bench.flow(), bench.stranger, { code: shownIn(0) });
    await expect(moved).rejects.toThrow();
  });
});

describe('a second device', () => {
  it('replaces the first, whose codes die with it (W16)', async () => {
    const old = shownIn(1);
    key = await register();
    expect(await answer(old)).toBe('WRONG');
    expect(await answer(shownIn(1))).toBe('accepted');
  });

  it('cannot replace one that was registered after its own enrolment began (O12)', async () => {
    const { enrolment } = bench.authenticator;
    const flow = bench.flow();
    const begun = await enrolment?.begin(flow, bench.subject);
    if (enrolment === undefined || begun === undefined) throw new Error('no enrolment');
    key = await register();
    const code = codeFor(secretOf(String(begun.view['otpauthUri'])), bench.ports.clock.now());
    expect(await bench.consume(await enrolment.confirm(flow, bench.subject, begun.state, { code }))).toBe(false);
    expect(await answer(shownIn(1))).toBe('accepted');
  });
});
