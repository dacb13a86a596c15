import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NumericCode, Ports, Subject } from '@countersign/authenticator-kit';
import { type Bench, challenged, openBench } from '@countersign/authenticator-kit/conformance';
import { allowSending } from './allow-sending.ts';
import { issued, limitReached, tooSoon } from './challenge-outcome.ts';
import { emailOtpAuthenticator } from './index.ts';
import { defaultLimits } from './limits.ts';
import { addressMac, codeKey, codeMac, parseStanding, type StandingCode } from './standing-code.ts';
import { codeIn } from './test-mail.ts';

let bench: Bench<NumericCode>;
beforeEach(async () => {
  bench = await openBench(emailOtpAuthenticator());
});
afterEach(() => bench.close());

describe('a standing code', () => {
  const spelt = (email: string | null): Subject => ({ ...bench.subject, email });
  /** What is hashed, instead of its hash. */
  const plain = { keyedHash: (text: string) => text } as Ports['secrets'];

  it('is bound to its flow, purpose, person, address and digits, each in its place (O5)', () => {
    const flow = bench.flow('RESET');
    const { profileUuid } = bench.subject;
    const bound = { codeId: 'c', flow, code: '123456' };
    expect(JSON.parse(codeMac(plain, { ...bound, subject: spelt(' Chan@Example.com ') }))).toEqual([
      'code',
      'c',
      flow.id,
      'RESET',
      profileUuid,
      'chan@example.com',
      '123456',
    ]);
    expect(JSON.parse(codeMac(plain, { ...bound, subject: null })).slice(4)).toEqual(['', '', '123456']);
  });
  it('knows an address by one spelling, and apart from every code', () => {
    expect(JSON.parse(addressMac(plain, spelt('A@B.hk')))).toEqual(['mailbox', 'a@b.hk']);
    expect(JSON.parse(addressMac(plain, spelt(null)))).toEqual(['mailbox', '']);
    expect(JSON.parse(addressMac(plain, null))).toEqual(['mailbox', '']);
    expect(parseStanding(null)).toBeNull();
  });
});

describe('what is judged of a code', () => {
  const judged = async (change: Partial<StandingCode>) => {
    bench.ports.clock.advance(3_600_000);
    const flow = bench.flow('LOGIN');
    await challenged(bench, flow, bench.subject);
    const standing = parseStanding(await bench.ports.volatile.get(codeKey(flow)));
    const stored = JSON.stringify({ ...standing, ...change });
    await bench.ports.volatile.set(codeKey(flow), stored, { ttlMs: 900_000 });
    const verdict = await bench.authenticator.verify(flow, bench.subject, { code: codeIn(bench.ports.sent) });
    return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
  };
  it('is whose it is and what for, each by itself (O5)', async () => {
    expect(await judged({})).toBe('accepted');
    expect(await judged({ profileUuid: bench.stranger.profileUuid })).toBe('SUBJECT_MISMATCH');
    expect(await judged({ profileUuid: null })).toBe('SUBJECT_MISMATCH');
    expect(await judged({ purpose: 'STEP_UP' })).toBe('SUBJECT_MISMATCH');
    expect(await judged({ addressMac: 'other' })).toBe('SUBJECT_MISMATCH');
    expect(await judged({ mac: 'other' })).toBe('WRONG');
  });
  it('is first whether it is one at all', async () => {
    const flow = bench.flow('LOGIN');
    await challenged(bench, flow, bench.subject);
    for (const code of ['', '12345', '1234567', 'abcdef'])
      expect(await bench.authenticator.verify(flow, bench.subject, { code })).toEqual({
        outcome: 'rejected',
        reason: 'MALFORMED',
      });
  });
  it('is each flow’s own number of tries', async () => {
    for (let flows = 0; flows < 3; flows += 1) {
      const flow = bench.flow('LOGIN');
      await challenged(bench, flow, bench.subject);
      for (let tries = 0; tries < 4; tries += 1) await bench.authenticator.verify(flow, bench.subject, { code: 'x' });
      const right = { code: codeIn(bench.ports.sent) };
      expect((await bench.authenticator.verify(flow, bench.subject, right)).outcome).toBe('accepted');
    }
  });
});

describe('the permission to send', () => {
  const HOUR = 3_600_000;
  const limits = { ...defaultLimits, sendsPerUser: 2, sendsPerMailbox: 3 };
  const ask = (subject: Subject | null, purpose: 'LOGIN' | 'RESET' = 'LOGIN', by: Partial<typeof limits> = {}) =>
    allowSending(bench.ports, { ...limits, ...by }, bench.flow(purpose), subject);
  const sharer = (number: number): Subject => ({ ...bench.subject, profileUuid: `sharer-${number}` });

  it('ends for the person or for the mailbox, and tells the wait of what is used up', async () => {
    expect(await ask(sharer(1))).toEqual({ outcome: 'send' });
    bench.ports.clock.advance(600_000);
    expect(await ask(sharer(2))).toEqual({ outcome: 'send' });
    expect(await ask(sharer(2))).toEqual({ outcome: 'send' });
    // The mailbox's hour began ten minutes before that of the third.
    expect(await ask(sharer(3))).toEqual({ outcome: 'refuse', retryAfterMs: HOUR - 600_000 });
    // The person's is used up; what he may not send is counted apart from the mailbox.
    expect(await ask(sharer(2))).toEqual({ outcome: 'refuse', retryAfterMs: HOUR });
  });
  it('tells the longest wait when both are used up', async () => {
    const none = { sendsPerUser: 1, sendsPerMailbox: 0 };
    expect(await ask(sharer(1), 'LOGIN', none)).toEqual({ outcome: 'refuse', retryAfterMs: HOUR });
    bench.ports.clock.advance(600_000);
    // His own hour has fifty minutes left; the window that stands in for the mailbox's begins now.
    expect(await ask(sharer(1), 'LOGIN', none)).toEqual({ outcome: 'refuse', retryAfterMs: HOUR });
  });
  it('is silent in a reset, whose sendings count apart (L2)', async () => {
    for (let sending = 0; sending < 2; sending += 1) await ask(bench.subject, 'RESET');
    expect(await ask(bench.subject, 'RESET')).toEqual({ outcome: 'stay-silent' });
    expect(await ask(bench.subject)).toEqual({ outcome: 'send' });
  });
  it('is for nobody, and for who has no address, a window of each flow’s own', async () => {
    for (let flows = 0; flows < 9; flows += 1) {
      expect(await ask(null)).toEqual({ outcome: 'send' });
      expect(await ask({ ...bench.subject, email: null })).toEqual({ outcome: 'send' });
    }
    expect(await ask(bench.subject)).toEqual({ outcome: 'send' });
  });
  it('of who used up his own takes nothing from those who share his mailbox, whatever flows he begins', async () => {
    for (let flows = 0; flows < 9; flows += 1) await ask(sharer(1));
    expect(await ask(sharer(2))).toEqual({ outcome: 'send' });
  });
});

describe('what is shown', () => {
  const code = { issuedAt: 1, expiresAt: 2, reference: 'ABCDEF', resendAvailableAt: 3 } as StandingCode;
  it('of a code has the masked address, except in a reset or for nobody', () => {
    const sentTo = (purpose: 'LOGIN' | 'RESET', subject: Subject | null) => {
      const outcome = issued(code, bench.flow(purpose), subject);
      return outcome.outcome === 'issued' ? outcome.challenge['sentTo'] : outcome.code;
    };
    expect(sentTo('LOGIN', bench.subject)).toBe('c*****@example.com');
    expect(sentTo('RESET', bench.subject)).toBeNull();
    expect(sentTo('LOGIN', null)).toBeNull();
    expect(sentTo('LOGIN', { ...bench.subject, email: null })).toBeNull();
  });
  it('of a refusal is a code, a sentence and the wait', () => {
    expect(tooSoon(5)).toEqual({
      outcome: 'refused',
      code: 'OTP_RESEND_TOO_SOON',
      message: 'A code was sent a moment ago. Please wait before asking for another.',
      retryAfterMs: 5,
    });
    expect(limitReached(6)).toEqual({
      outcome: 'refused',
      code: 'OTP_SEND_LIMIT_REACHED',
      message: 'Too many codes were sent. Please try again later.',
      retryAfterMs: 6,
    });
  });
});
