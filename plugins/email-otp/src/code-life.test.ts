import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openBench } from '@countersign/authenticator-kit/conformance';
import { emailOtpAuthenticator } from './index.ts';
import { codeOf, otherThan } from './test-mail.ts';

/** Someone waits, asks for a code in one of two flows, or types a code that some mail held, or a wrong one. */
const move = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ do: fc.constant('ask' as const), flow: fc.nat(1) }),
  fc.record({ do: fc.constant('type' as const), flow: fc.nat(1), mail: fc.nat(4) }),
  fc.record({ do: fc.constant('guess' as const), flow: fc.nat(1) }),
);

type Move = typeof move extends fc.Arbitrary<infer M> ? M : never;

interface SentCode {
  readonly flow: number;
  readonly at: number;
  used: boolean;
}

/** Two flows of one person, and what is known of each code from outside. */
async function openCourse() {
  const bench = await openBench(emailOtpAuthenticator());
  const flows = [bench.flow('LOGIN'), bench.flow('LOGIN')];
  const codes: SentCode[] = [];
  const tries = [0, 0];
  const flowAt = (index: number) => flows[index] ?? bench.flow();
  const now = () => bench.ports.clock.now().getTime();

  const ask = async (flow: number) => {
    const before = bench.ports.sent.length;
    await bench.authenticator.challenge?.(flowAt(flow), bench.subject, { automatic: false });
    if (bench.ports.sent.length === before) return;
    codes.push({ flow, at: now(), used: false });
    tries[flow] = 0;
  };

  const type = async (flow: number, code: string): Promise<boolean> => {
    tries[flow] = (tries[flow] ?? 0) + 1;
    return bench.consume(await bench.authenticator.verify(flowAt(flow), bench.subject, { code }));
  };

  const typeMail = async (flow: number, mail: number) => {
    const sent = codes[mail];
    if (sent === undefined || !(await type(flow, codeOf(bench.ports.sent[mail])))) return;
    const newest = codes.findLast((code) => code.flow === flow);
    expect(sent).toBe(newest);
    expect([sent.used, (tries[flow] ?? 0) <= 5, now() - sent.at < 300_000]).toEqual([false, true, true]);
    sent.used = true;
  };

  const steps = {
    wait: async (step: Move & { do: 'wait' }) => bench.ports.clock.advance(step.seconds * 1_000),
    ask: (step: Move & { do: 'ask' }) => ask(step.flow),
    type: (step: Move & { do: 'type' }) => typeMail(step.flow, step.mail),
    guess: async (step: Move & { do: 'guess' }) =>
      expect(await type(step.flow, otherThan(bench.ports.sent))).toBe(false),
  };
  return {
    take: (step: Move) => (steps[step.do] as (step: Move) => Promise<void>)(step),
    close: () => bench.close(),
    proofs: () => codes.filter(({ used }) => used).length,
  };
}

describe('codes over any course of events', () => {
  it('prove at most once, in their own flow, as its newest, within 300 s, with at most 5 tries (O3, O5)', async () => {
    let proofs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 20, maxLength: 60 }), async (moves) => {
        const course = await openCourse();
        for (const step of moves) await course.take(step);
        proofs += course.proofs();
        await course.close();
      }),
      { numRuns: 200 },
    );
    expect(proofs).toBeGreaterThan(50);
  });
});
