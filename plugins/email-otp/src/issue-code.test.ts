import { beforeEach, describe, expect, it } from '@jest/globals';
import { openBench, type Bench } from '@countersign/authenticator-kit/conformance';
import type { ChallengeOutcome, ChallengeView, FlowView, NumericCode, Subject } from '@countersign/authenticator-kit';
import { emailOtpAuthenticator } from './index.ts';
import { codeIn } from './test-mail.ts';

const MINUTE = 60_000;
let bench: Bench<NumericCode>;

beforeEach(async () => {
  bench = await openBench(emailOtpAuthenticator());
});

async function challenge(
  flow: FlowView,
  automatic: boolean,
  subject: Subject | null = bench.subject,
): Promise<ChallengeOutcome> {
  const outcome = await bench.authenticator.challenge?.(flow, subject, { automatic });
  if (outcome === undefined) throw new Error('no challenge');
  return outcome;
}

async function issued(
  flow: FlowView,
  automatic: boolean,
  subject: Subject | null = bench.subject,
): Promise<ChallengeView> {
  const outcome = await challenge(flow, automatic, subject);
  if (outcome.outcome !== 'issued') throw new Error(outcome.code);
  return outcome.challenge;
}

const mailsTo = (address: string | null) => bench.ports.sent.filter(({ to }) => to === address);

describe('the mail with a code', () => {
  it('names the User ID, the code, its life, a reference and what to do, in both languages, without a link (N1)', async () => {
    const { reference, expiresAt } = await issued(bench.flow(), true);
    const mail = bench.ports.sent[0];
    expect(mail?.to).toBe(bench.subject.email);
    expect(mail?.expiresAt).toEqual(expiresAt);
    const code = codeIn(bench.ports.sent);
    for (const part of [
      'HKABC101',
      code,
      '5 minutes',
      String(reference),
      'If you did not request it',
      '一次性密碼',
      '5 分鐘',
      '如非閣下要求',
    ]) {
      expect(mail?.text).toContain(part);
    }
    expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/https?:|www\.|href|\.com/i);
    expect(mail?.subject).toContain(String(reference));
    expect(String(reference)).toMatch(/^[A-Z]{6}$/);
    expect(mail?.text.match(/\b\d{6}\b/g)).toEqual([code, code]);
    expect(mail?.subject).not.toContain(code);
  });

  it('shows the masked address to a person who proved his password, and nothing of it in a reset', async () => {
    expect((await issued(bench.flow('LOGIN'), true))['sentTo']).toBe('c*****@example.com');
    expect((await issued(bench.flow('RESET'), true))['sentTo']).toBeNull();
    expect((await issued(bench.flow('RESET'), true, null))['sentTo']).toBeNull();
  });
});

describe('asking for a code again', () => {
  it('shows the standing challenge once inside the cool-down, then refuses with the time left', async () => {
    const flow = bench.flow();
    const automatic = await issued(flow, true);
    bench.ports.clock.advance(10_000);
    expect(await issued(flow, false)).toEqual(automatic);
    bench.ports.clock.advance(10_000);
    expect(await challenge(flow, false)).toMatchObject({
      outcome: 'refused',
      code: 'OTP_RESEND_TOO_SOON',
      retryAfterMs: 40_000,
    });
    expect(bench.ports.sent).toHaveLength(1);
  });

  it('shows the standing challenge to every automatic issue, which does not count as having asked', async () => {
    const flow = bench.flow();
    const first = await issued(flow, true);
    expect(await issued(flow, true)).toEqual(first);
    expect(await issued(flow, true)).toEqual(first);
    expect(await issued(flow, false)).toEqual(first);
    expect(bench.ports.sent).toHaveLength(1);
  });

  it('sends a new code after a minute, and starts a new cool-down', async () => {
    const flow = bench.flow();
    const first = await issued(flow, true);
    bench.ports.clock.advance(MINUTE);
    const second = await issued(flow, false);
    expect(second['reference']).not.toBe(first['reference']);
    expect(bench.ports.sent).toHaveLength(2);
    expect(await challenge(flow, false)).toMatchObject({ code: 'OTP_RESEND_TOO_SOON', retryAfterMs: MINUTE });
  });

  it('sends one mail for 16 parallel requests of one flow', async () => {
    const flow = bench.flow();
    await Promise.all(Array.from({ length: 16 }, () => challenge(flow, true)));
    expect(bench.ports.sent).toHaveLength(1);
  });

  it('takes one from the hour for 16 parallel requests of one flow, a second wish included (O4)', async () => {
    const flow = bench.flow();
    await Promise.all(Array.from({ length: 16 }, () => challenge(flow, true)));
    bench.ports.clock.advance(MINUTE);
    await Promise.all(Array.from({ length: 16 }, () => challenge(flow, false)));
    expect(bench.ports.sent).toHaveLength(2);
    for (let sending = 2; sending < 5; sending += 1) await issued(bench.flow(), true);
    expect(await challenge(bench.flow(), true)).toMatchObject({ code: 'OTP_SEND_LIMIT_REACHED' });
  });

  it('is the same for nobody', async () => {
    const somebody = bench.flow('RESET');
    const nobody = bench.flow('RESET');
    for (let minute = 0; minute < 7; minute += 1) {
      const [one, other] = [await challenge(somebody, true), await challenge(nobody, true, null)];
      expect(one.outcome).toBe(other.outcome);
      if (one.outcome === 'refused') expect(one).toEqual(other);
      bench.ports.clock.advance(MINUTE);
    }
  });
});

describe('limits per hour', () => {
  it('are five per person over all flows, and end with the hour (O4)', async () => {
    for (let sending = 0; sending < 5; sending += 1) await issued(bench.flow(), true);
    expect(await challenge(bench.flow(), true)).toMatchObject({
      code: 'OTP_SEND_LIMIT_REACHED',
      retryAfterMs: 60 * MINUTE,
    });
    bench.ports.clock.advance(60 * MINUTE);
    expect((await challenge(bench.flow(), true)).outcome).toBe('issued');
  });

  it('are five per flow, also for nobody', async () => {
    const flow = bench.flow('RESET');
    for (let sending = 0; sending < 5; sending += 1) {
      await issued(flow, true, null);
      bench.ports.clock.advance(MINUTE);
    }
    expect(await challenge(flow, true, null)).toMatchObject({ code: 'OTP_SEND_LIMIT_REACHED' });
  });

  it('are twenty per mailbox, however many persons share it and however it is spelt', async () => {
    for (let sending = 0; sending < 20; sending += 1) {
      const email = sending % 2 === 0 ? 'shared@example.com' : 'Shared@Example.com';
      await issued(bench.flow(), true, { ...bench.subject, profileUuid: `person-${sending}`, email });
    }
    const next = { ...bench.subject, profileUuid: 'person-20', email: 'shared@example.com' };
    expect(await challenge(bench.flow(), true, next)).toMatchObject({ code: 'OTP_SEND_LIMIT_REACHED' });
  });

  it('are exact for requests that come at once: 5 of 40 for one person, 20 of 80 for one mailbox of ten', async () => {
    await Promise.all(Array.from({ length: 40 }, () => challenge(bench.flow(), true)));
    expect(bench.ports.sent).toHaveLength(5);
    const sharing = (number: number) => ({
      ...bench.subject,
      profileUuid: `sharer-${number}`,
      email: 'all@example.com',
    });
    await Promise.all(Array.from({ length: 80 }, (_, number) => challenge(bench.flow(), true, sharing(number % 10))));
    expect(mailsTo('all@example.com')).toHaveLength(20);
  });

  it('are silent in a reset: the same answer, and no mail', async () => {
    for (let sending = 0; sending < 5; sending += 1) await issued(bench.flow('RESET'), true);
    const view = await issued(bench.flow('RESET'), true);
    expect(Object.keys(view)).toEqual(Object.keys(await issued(bench.flow('RESET'), true, null)));
    expect(mailsTo(bench.subject.email)).toHaveLength(5);
  });

  it('of resets, which anyone can start, leave a person his codes to log in (L2)', async () => {
    for (let sending = 0; sending < 10; sending += 1) await issued(bench.flow('RESET'), true);
    expect((await challenge(bench.flow('LOGIN'), true)).outcome).toBe('issued');
    expect(mailsTo(bench.subject.email)).toHaveLength(6);
  });

  it('of resets, however many, leave colleagues at one mailbox their resets and everybody his logins (L2)', async () => {
    const colleague = (number: number) => ({ ...bench.subject, profileUuid: `colleague-${number}` });
    for (let sending = 0; sending < 30; sending += 1) await issued(bench.flow('RESET'), true);
    expect(mailsTo(bench.subject.email)).toHaveLength(5);
    for (let sending = 0; sending < 30; sending += 1) await issued(bench.flow('RESET'), true, colleague(sending));
    expect(mailsTo(bench.subject.email)).toHaveLength(20);
    expect((await challenge(bench.flow('LOGIN'), true)).outcome).toBe('issued');
    expect((await challenge(bench.flow('LOGIN'), true, colleague(1))).outcome).toBe('issued');
  });
});
