import { beforeEach, describe, expect, it } from '@jest/globals';
import { challenged, openBench, type Bench } from '@countersign/authenticator-kit/conformance';
import type { FlowView, NumericCode, RejectionReason, Subject } from '@countersign/authenticator-kit';
import { emailOtpAuthenticator } from './index.ts';
import { codeIn, codeOf, otherThan } from './test-mail.ts';

let bench: Bench<NumericCode>;

beforeEach(async () => {
  bench = await openBench(emailOtpAuthenticator());
});

async function answer(
  flow: FlowView,
  code: string,
  subject: Subject | null = bench.subject,
): Promise<'accepted' | 'spent' | RejectionReason> {
  const verdict = await bench.authenticator.verify(flow, subject, { code });
  if (verdict.outcome === 'rejected') return verdict.reason;
  return (await bench.consume(verdict)) ? 'accepted' : 'spent';
}

async function begun(purpose: 'LOGIN' | 'RESET' = 'LOGIN'): Promise<FlowView> {
  const flow = bench.flow(purpose);
  await challenged(bench, flow, bench.subject);
  return flow;
}

describe('a code', () => {
  it('is good at 299.9 s and gone at 300.0 s (O7)', async () => {
    const [first, second] = [await begun(), await begun()];
    const [early, late] = bench.ports.sent.map(codeOf);
    bench.ports.clock.advance(299_900);
    expect(await answer(first, String(early))).toBe('accepted');
    bench.ports.clock.advance(100);
    expect(await answer(second, String(late))).toBe('EXPIRED');
  });

  it('has six decimal digits, or as many as configured up to eight', async () => {
    await begun();
    expect(codeIn(bench.ports.sent)).toMatch(/^\d{6}$/);
    bench = await openBench(emailOtpAuthenticator({ digits: 8 }));
    const flow = await begun();
    expect(codeIn(bench.ports.sent)).toMatch(/^\d{8}$/);
    expect(await answer(flow, codeIn(bench.ports.sent))).toBe('accepted');
    expect(() => emailOtpAuthenticator({ digits: 9 as 8 })).toThrow(RangeError);
  });

  it('does not live longer because the clock was set back; instances may differ by two minutes', async () => {
    const [near, far] = [await begun(), await begun()];
    const [first, second] = bench.ports.sent.map(codeOf);
    bench.ports.clock.advance(-120_000);
    expect(await answer(near, String(first))).toBe('accepted');
    bench.ports.clock.advance(-1);
    expect(await answer(far, String(second))).toBe('EXPIRED');
  });

  it('replaces the one before it in the same flow', async () => {
    const flow = await begun();
    const first = codeIn(bench.ports.sent);
    bench.ports.clock.advance(60_000);
    await challenged(bench, flow, bench.subject);
    const second = codeIn(bench.ports.sent);
    expect(await answer(flow, first)).toBe('WRONG');
    expect(await answer(flow, second)).toBe('accepted');
  });

  it('is dead after five tries, the right one included (O3)', async () => {
    const flow = await begun();
    const [right, wrong] = [codeIn(bench.ports.sent), otherThan(bench.ports.sent)];
    for (let tries = 0; tries < 5; tries += 1) expect(await answer(flow, wrong)).toBe('WRONG');
    expect(await answer(flow, right)).toBe('ATTEMPTS_EXCEEDED');
  });

  it('is compared at most five times for 1,000 parallel wrong tries (threat O3)', async () => {
    const flow = await begun();
    const [right, wrong] = [codeIn(bench.ports.sent), otherThan(bench.ports.sent)];
    const outcomes = await Promise.all(Array.from({ length: 1_000 }, () => answer(flow, wrong)));
    expect(outcomes.filter((outcome) => outcome === 'WRONG')).toHaveLength(5);
    expect(await answer(flow, right)).toBe('ATTEMPTS_EXCEEDED');
  });

  it('gets no endless tries by being sent again: ten in one flow (O4)', async () => {
    const flow = await begun();
    let compared = 0;
    for (let sending = 0; sending < 4; sending += 1) {
      const wrong = otherThan(bench.ports.sent);
      for (let tries = 0; tries < 5; tries += 1) compared += (await answer(flow, wrong)) === 'WRONG' ? 1 : 0;
      bench.ports.clock.advance(60_000);
      await challenged(bench, flow, bench.subject);
    }
    expect(compared).toBe(10);
    expect(await answer(flow, codeIn(bench.ports.sent))).toBe('ATTEMPTS_EXCEEDED');
  });

  it('stays spent when the volatile store is rewound to before its use (threat 0.4)', async () => {
    const flow = await begun();
    const key = `{flow:${flow.id}}:code`;
    const stored = await bench.ports.volatile.get(key);
    expect(await answer(flow, codeIn(bench.ports.sent))).toBe('accepted');
    await bench.ports.volatile.set(key, stored ?? '', { ttlMs: 900_000 });
    expect(await answer(flow, codeIn(bench.ports.sent))).toBe('spent');
  });

  it('is refused when the registered address is no longer the one it was sent to (W1)', async () => {
    const flow = await begun();
    const moved = { ...bench.subject, email: 'chan.new@example.com' };
    expect(await answer(flow, codeIn(bench.ports.sent), moved)).toBe('SUBJECT_MISMATCH');
    expect(await answer(flow, codeIn(bench.ports.sent), { ...bench.subject, email: null })).toBe('NOT_ENROLLED');
  });

  it('is voided with all others of the person, in the same millisecond; one asked for afterwards is good (O16)', async () => {
    for (let round = 0; round < 2; round += 1) {
      const before = await begun();
      const old = codeIn(bench.ports.sent);
      await bench.ports.tables.transaction(async (tx) => bench.authenticator.forget?.(tx, bench.subject.profileUuid));
      const after = await begun();
      expect(await answer(before, old)).toBe('spent');
      expect(await answer(after, codeIn(bench.ports.sent))).toBe('accepted');
    }
  });

  it('never proves anything for nobody, whatever is typed', async () => {
    const flow = bench.flow('RESET');
    await challenged(bench, flow, null);
    expect(bench.ports.sent.at(-1)?.to).toBeNull();
    expect(await answer(flow, codeIn(bench.ports.sent), null)).toBe('NOT_ENROLLED');
    expect(await answer(flow, codeIn(bench.ports.sent), bench.subject)).toBe('SUBJECT_MISMATCH');
  });

  it('was not asked for in a flow without a challenge', async () => {
    expect(await answer(bench.flow(), '123456')).toBe('NOT_CHALLENGED');
  });
});

describe('rows of spent codes', () => {
  it('are dropped at start when older than a day', async () => {
    const flow = await begun();
    await answer(flow, codeIn(bench.ports.sent));
    const spent = () =>
      bench.ports.tables.read((tx) => tx.query('SELECT code_id FROM authenticator_email_otp_spent', []));
    bench.ports.clock.advance(86_400_000);
    await bench.authenticator.start?.();
    expect(await spent()).toHaveLength(1);
    bench.ports.clock.advance(1);
    await bench.authenticator.start?.();
    await bench.authenticator.stop?.();
    expect(await spent()).toHaveLength(0);
  });
});
