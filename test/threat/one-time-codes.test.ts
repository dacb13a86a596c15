import { beforeAll, describe, expect, it } from '@jest/globals';
import { accountOf, forgive, liveSessions } from '../support/account.ts';
import type { Answer } from '../support/api-client.ts';
import { type Cast, openCast } from '../support/cast.ts';
import { useStack } from '../support/every-shape.ts';
import { raceGrounds } from '../support/race-grounds.ts';
import { beginLogin, flowId, sendStep, step, stepOf } from '../support/flow-steps.ts';
import {
  choosePassword,
  enterPassword,
  freshCode,
  logIn,
  mailedCode,
  optForEmail,
  PASSWORD,
  type Person,
  registerDevice,
} from '../support/person.ts';
import { atOnce, tally } from '../support/same-instant.ts';

const CALLERS = 200;

describe.each(raceGrounds)('one-time codes ($shape, $doors doors)', (ground) => {
  const stack = useStack(ground);

  const door = (index: number) => stack().client(index % ground.doors);
  let cast: Cast;
  beforeAll(async () => {
    cast = await openCast(stack());
  }, 60_000);

  const mailUser = async (): Promise<Person> => {
    const who = cast.user();
    await choosePassword(stack(), who, PASSWORD);
    expect((await optForEmail(stack(), who, 'CCMS')).__typename).toBe('SignedIn');
    stack().clock.advance({ minutes: 2 });
    return who;
  };
  const appUser = async (): Promise<Person> => {
    const who = cast.user();
    await choosePassword(stack(), who, PASSWORD);
    expect((await registerDevice(stack(), who, 'CCMS')).__typename).toBe('SignedIn');
    return who;
  };
  const outcomes = async (count: number, call: (index: number) => ReturnType<typeof sendStep>, field: string) => {
    const answers = await atOnce(count, call);
    const named = (answer: Answer) => {
      // Too busy to take it: refused, and nothing was compared.
      if (answer.code === 'DEPENDENCY_UNAVAILABLE') return 'FlowRefused';
      return answer.errors.length > 0 ? `error ${answer.code}` : stepOf(answer, field).__typename;
    };
    return tally(answers.map(named));
  };

  it(`O1: one mailed code, ${CALLERS} parallel submissions: exactly one session`, async () => {
    const who = await mailUser();
    const asked = await enterPassword(stack().client(), who, 'CCMS');
    const flow = flowId(asked);
    const code = await mailedCode(stack(), who, asked);
    const before = await liveSessions(stack(), who);
    const seen = await outcomes(
      CALLERS,
      (index) => sendStep(door(index), 'answerWithEmailOtp', { flowId: flow, code }),
      'answerWithEmailOtp',
    );
    expect(seen).toEqual({ SignedIn: 1, FlowRefused: CALLERS - 1 });
    expect(before).toBeLessThanOrEqual(1);
    expect(await liveSessions(stack(), who)).toBe(1);
  });

  it(`O2: one app code, ${CALLERS} parallel submissions over two challenges: exactly one session; then neither it nor the one before it`, async () => {
    const who = await appUser();
    const code = freshCode(stack(), who);
    const step0 = who.lastStep;
    const flows = [
      flowId(await enterPassword(door(0), who, 'CCMS')),
      flowId(await enterPassword(door(1), who, 'CCMS')),
    ];
    await forgive(stack(), who);
    const seen = await outcomes(
      CALLERS,
      (index) => sendStep(door(index), 'answerWithTotp', { flowId: flows[(index >> 1) % 2] ?? '', code }),
      'answerWithTotp',
    );
    expect(seen).toEqual({ SignedIn: 1, FlowRefused: CALLERS - 1 });
    await forgive(stack(), who);
    const flow = flowId(await enterPassword(door(0), who, 'CCMS'));
    for (const old of [code, who.app?.codeAt(new Date((step0 - 1) * 30_000)) ?? '']) {
      expect(await step(door(1), 'answerWithTotp', { flowId: flow, code: old })).toMatchObject({
        __typename: 'FlowRefused',
        code: 'OTP_INVALID_OR_EXPIRED',
      });
    }
  });

  it(`O3: of ${CALLERS} parallel wrong codes at most five are compared, and the right one is refused after them`, async () => {
    const who = await mailUser();
    const asked = await enterPassword(stack().client(), who, 'CCMS');
    const flow = flowId(asked);
    const code = await mailedCode(stack(), who, asked);
    const before = (await accountOf(stack(), who)).failures;
    const answers = await atOnce(CALLERS, (index) =>
      sendStep(door(index), 'answerWithEmailOtp', { flowId: flow, code: wrongCode(code, index) }),
    );
    const heard = answers.filter((answer) => answer.code !== 'DEPENDENCY_UNAVAILABLE');
    const codes = tally(heard.map((answer) => stepOf(answer, 'answerWithEmailOtp').code ?? 'no refusal'));
    expect(heard.length).toBeGreaterThan(CALLERS / 2);
    expect(codes['OTP_INVALID_OR_EXPIRED'] ?? 0).toBeLessThanOrEqual(5);
    expect((await accountOf(stack(), who)).failures - before).toBeLessThanOrEqual(5);
    expect(await step(door(0), 'answerWithEmailOtp', { flowId: flow, code })).toMatchObject({
      __typename: 'FlowRefused',
      code: 'OTP_ATTEMPTS_EXCEEDED',
    });
  });

  it('O4: new challenges, other factors and resets do not refill the budget: ten comparisons in all, then the lock', async () => {
    const who = await mailUser();
    await forgive(stack(), who);
    let compared = 0;
    for (let challenge = 0; challenge < 15; challenge += 1) {
      const client = stack()
        .client(challenge % ground.doors)
        .at(`127.0.1.${challenge + 1}`);
      const begun =
        challenge % 2 === 0
          ? await enterPassword(client, who, 'CCMS')
          : await step(client, 'beginPasswordReset', { userId: who.userId });
      if (begun.flow === undefined) continue;
      for (let attempt = 0; attempt < 3; attempt += 1) {
        const refused = await step(client, 'answerWithEmailOtp', {
          flowId: flowId(begun),
          code: wrongCode('', challenge * 3 + attempt),
        });
        expect(refused.__typename).toBe('FlowRefused');
        compared = (await accountOf(stack(), who)).failures;
      }
    }
    expect(compared).toBeLessThanOrEqual(10);
    expect((await accountOf(stack(), who)).locked).toBe(true);
    stack().clock.advance({ hours: 1 });
    const begun = await beginLogin(stack().client(), { userId: who.userId, application: 'CCMS' });
    const asked = await step(stack().client(), 'answerWithPassword', { flowId: flowId(begun), password: who.password });
    if (asked.__typename === 'ProofsOffered') {
      const refused = await step(stack().client(), 'answerWithEmailOtp', {
        flowId: flowId(begun),
        code: await mailedCode(stack(), who, asked),
      });
      expect(refused.__typename).toBe('FlowRefused');
    }
    expect(await liveSessions(stack(), who)).toBe(0);
    stack().clock.advance({ minutes: 1 });
  });

  it('O5: a code is good for its own user, purpose and challenge alone, one shared mailbox included', async () => {
    const pair = [await mailUser(), await mailUser()];
    const identity = await stack().tables('identity');
    for (const who of pair) {
      await identity.change('UPDATE user_profile SET email = ?, mailbox_key = ? WHERE user_id = ?', [
        'shared@mail.example',
        'shared@mail.example',
        who.userId,
      ]);
    }
    const issued: { readonly flow: string; readonly code: string; readonly of: string }[] = [];
    for (const original of pair) {
      const who: Person = { ...original, email: 'shared@mail.example' };
      for (const begin of [
        () => enterPassword(stack().client(), who, 'CCMS'),
        () => step(stack().client(), 'beginPasswordReset', { userId: who.userId }),
        () => enterPassword(stack().client(), who, 'CCMS'),
      ]) {
        const begun = await begin();
        issued.push({
          flow: flowId(begun),
          code: await mailedCode(stack(), who, begun),
          of: `${who.userId} ${issued.length}`,
        });
      }
    }
    for (const target of issued) {
      for (const source of issued) {
        if (source === target || source.code === target.code) continue;
        for (const who of pair) await forgive(stack(), who);
        const refused = await step(stack().client(), 'answerWithEmailOtp', { flowId: target.flow, code: source.code });
        expect([source.of, target.of, refused.__typename]).toEqual([source.of, target.of, 'FlowRefused']);
      }
    }
  }, 120_000);

  it('O6: no variant of a used code is a new code', async () => {
    const who = await appUser();
    const code = freshCode(stack(), who);
    const first = flowId(await enterPassword(stack().client(), who, 'CCMS'));
    expect((await step(stack().client(), 'answerWithTotp', { flowId: first, code })).__typename).toBe('SignedIn');
    const fullWidth = [...code].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('');
    const halves = `${code.slice(0, 3)} ${code.slice(3)}`;
    const variants = [
      code,
      halves,
      ` ${code}`,
      `${code} `,
      `${code}\n`,
      `\t${code}`,
      fullWidth,
      `0${code}`,
      `+${code}`,
      `${code}.0`,
      `${halves} `,
      `${code.slice(0, 2)} ${code.slice(2)}`,
      `${code.slice(0, 3)}-${code.slice(3)}`,
      `${code.slice(0, 3)}\u00a0${code.slice(3)}`,
      `\u200b${code}`,
      `${code}\u0000`,
      [...code].join(' '),
      code.replace(/\d$/, (digit) => String.fromCharCode(0x660 + Number(digit))),
    ];
    for (const variant of variants) {
      await forgive(stack(), who);
      const flow = flowId(await enterPassword(stack().client(), who, 'CCMS'));
      const refused = await step(stack().client(), 'answerWithTotp', { flowId: flow, code: variant });
      expect([variant, refused.__typename]).toEqual([variant, 'FlowRefused']);
    }
  });

  it('O7: a mailed code is accepted in its 300th second and refused from 300.0 s on, whatever the client thinks the time is', async () => {
    for (const [afterMs, expected] of [
      [299_000, 'NewPasswordRequired'],
      [300_000, 'FlowRefused'],
    ] as const) {
      const who = cast.user();
      const begun = await step(stack().client(), 'beginPasswordReset', { userId: who.userId });
      const code = await mailedCode(stack(), who, begun);
      const issuedAt = Date.parse(begun.offers?.[0]?.challenge?.issuedAt ?? '');
      expect(Date.parse(begun.offers?.[0]?.challenge?.expiresAt ?? '') - issuedAt).toBe(300_000);
      stack().clock.set(new Date(issuedAt + afterMs));
      const yesterday = new Date(issuedAt - 86_400_000).toUTCString();
      const answer = await stack()
        .client()
        .raw({
          headers: { 'content-type': 'application/json', date: yesterday },
          body: JSON.stringify({
            query: 'mutation($f: ID!, $c: String!) { answerWithEmailOtp(flowId: $f, code: $c) { __typename } }',
            variables: { f: flowId(begun), c: code },
          }),
        });
      expect([afterMs, stepOf(answer, 'answerWithEmailOtp').__typename]).toEqual([afterMs, expected]);
    }
  });

  it('the mail user of before can still log in', async () => {
    const who = await mailUser();
    expect((await logIn(stack(), who, 'CCMS')).__typename).toBe('SignedIn');
  });
});

function wrongCode(right: string, index: number): string {
  const code = String((index * 7919 + 100_003) % 1_000_000).padStart(6, '0');
  return code === right ? '999999' : code;
}
