import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NumericCode } from '@countersign/authenticator-kit';
import { openBench, type Bench } from '@countersign/authenticator-kit/conformance';
import { oneTimePassword } from '@countersign/oath';
import { hotpAuthenticator } from './index.ts';
import { answer, nextCounter, rfcKey, withToken } from './test-bench.ts';
import { codeFor, otherCode, secretOf } from './test-device.ts';

const shown = (counter: number) => codeFor(rfcKey, counter);

let bench: Bench<NumericCode>;
beforeEach(async () => {
  bench = await withToken();
});
afterEach(() => bench.close());

describe('a code of the token', () => {
  it('may be up to nine taps ahead, and kills all before it (RFC 4226 7.2)', async () => {
    expect(await answer(bench, shown(9))).toBe('accepted');
    expect(await nextCounter(bench)).toBe(10);
    for (let counter = 0; counter <= 9; counter += 1) expect(await answer(bench, shown(counter))).toBe('ALREADY_USED');
    expect(await answer(bench, shown(10))).toBe('accepted');
  });

  it('is refused one beyond the window', async () => {
    expect(await answer(bench, shown(10))).toBe('WRONG');
    expect(await nextCounter(bench)).toBe(0);
  });

  it('given 1,000 times in parallel over many flows proves once (threat O2)', async () => {
    const outcomes = await Promise.all(Array.from({ length: 1_000 }, () => answer(bench, shown(3))));
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
  });

  it('accepted before a later one but consumed after it does not count: the counter never goes back', async () => {
    const early = await bench.authenticator.verify(bench.flow(), bench.subject, { code: shown(2) });
    expect(await answer(bench, shown(5))).toBe('accepted');
    expect(await bench.consume(early)).toBe(false);
    expect(await nextCounter(bench)).toBe(6);
  });

  it('with a space in the middle is the same code, and spent with it (O6)', async () => {
    const code = shown(0);
    const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
    expect(bench.authenticator.parse({ code: spaced })).toEqual({ ok: true, answer: { code } });
    expect(await answer(bench, spaced)).toBe('accepted');
    expect(await answer(bench, code)).toBe('ALREADY_USED');
    for (const variant of [` ${code}`, `${code}\n`, `${code} `]) expect(await answer(bench, variant)).toBe('MALFORMED');
  });

  it('of a secret moved to another person’s row does not open', async () => {
    const { ports, stranger, authenticator } = bench;
    await ports.tables.transaction((tx) =>
      tx.execute('UPDATE authenticator_hotp_device SET profile_uuid = ?', [stranger.profileUuid]),
    );
    await expect(authenticator.verify(bench.flow(), stranger, { code: shown(0) })).rejects.toThrow();
  });
});

describe('a token that ran beyond the window', () => {
  it('is found again by two codes in a row, the first of which is refused (RFC 4226 7.4)', async () => {
    expect(await answer(bench, shown(57))).toBe('WRONG');
    expect(await answer(bench, shown(58))).toBe('accepted');
    expect(await nextCounter(bench)).toBe(59);
    expect(await answer(bench, shown(57))).toBe('ALREADY_USED');
    expect(await answer(bench, shown(59))).toBe('accepted');
  });

  it('is not found by the same code twice, by two codes with one between them, or by two in the wrong order', async () => {
    for (const counters of [
      [57, 57],
      [57, 59],
      [58, 57],
    ]) {
      const other = await withToken();
      for (const counter of counters) expect(await answer(other, shown(counter))).toBe('WRONG');
      expect(await nextCounter(other)).toBe(0);
      await other.close();
    }
  });

  it('is not found a hundred taps ahead', async () => {
    expect(await answer(bench, shown(99))).toBe('WRONG');
    expect(await answer(bench, shown(100))).toBe('WRONG');
    expect(await answer(bench, shown(101))).toBe('WRONG');
  });

  it('must show the second code within five minutes', async () => {
    expect(await answer(bench, shown(57))).toBe('WRONG');
    bench.ports.clock.advance(300_000);
    expect(await answer(bench, shown(58))).toBe('WRONG');
    expect(await answer(bench, shown(59))).toBe('accepted');
  });

  it('is found once, however many give its second code', async () => {
    expect(await answer(bench, shown(57))).toBe('WRONG');
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => answer(bench, shown(58))));
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
  });

  it('is not helped by a first code of another person or of a device that was replaced', async () => {
    await answer(bench, shown(57));
    await bench.ports.tables.transaction((tx) =>
      tx.execute('UPDATE authenticator_hotp_device SET device_id = ?', ['f'.repeat(32)]),
    );
    expect(await answer(bench, shown(58))).toBe('WRONG');
  });
});

describe('accepted counters', () => {
  it('rise strictly, and each lies in the window or is the second of two in a row (O2)', async () => {
    const move = fc.oneof(
      fc.integer({ min: -5, max: 12 }),
      fc.integer({ min: 10, max: 110 }),
      fc.constant('again' as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 25 }), async (moves) => {
        // Eight digits: no two of the first 3,000 codes of this key are alike, so a code tells its counter.
        const other = await withToken(0, { digits: 8, algorithm: 'sha1' });
        let next = 0;
        let before: number | null = null;
        for (const one of moves) {
          // `again`: the code after the last one that was typed, as somebody does whose first was refused.
          const counter = Math.max(0, one === 'again' ? (before ?? next) + 1 : next + one);
          const outcome = await answer(other, oneTimePassword({ secret: rfcKey, counter, digits: 8 }));
          const near = counter >= next && counter < next + 10;
          if (outcome === 'accepted') {
            expect(counter).toBeGreaterThanOrEqual(next);
            expect(near || (counter < next + 100 && counter > next + 10)).toBe(true);
            next = counter + 1;
          } else expect(near).toBe(false);
          expect(await nextCounter(other)).toBe(next);
          before = counter;
        }
        await other.close();
      }),
      { numRuns: 40 },
    );
  });
});

describe('registering', () => {
  const begin = async (own: Bench<NumericCode>) => {
    const { enrolment } = own.authenticator;
    if (enrolment === undefined) throw new Error('no enrolment');
    const flow = own.flow();
    const { view, state } = await enrolment.begin(flow, own.subject);
    const key = secretOf(String(view['otpauthUri']));
    const confirm = (code: string) => enrolment.confirm(flow, own.subject, state, { code });
    return { view, key, confirm };
  };

  it.each([0, 1])(
    'accepts a phone whose first code is that of counter %i, and stays in step with it',
    async (first) => {
      const own = await openBench(hotpAuthenticator());
      const { key, confirm } = await begin(own);
      expect(await own.consume(await confirm(codeFor(key, first)))).toBe(true);
      expect(await answer(own, codeFor(key, first))).toBe('ALREADY_USED');
      expect(await answer(own, codeFor(key, first + 1))).toBe('accepted');
      expect(await answer(own, codeFor(key, first + 2))).toBe('accepted');
      await own.close();
    },
  );

  it('shows a key URI with counter, digits and algorithm, and says to remove an old entry', async () => {
    const { view } = await begin(bench);
    expect(String(view['otpauthUri'])).toMatch(
      /^otpauth:\/\/hotp\/CCMS:HKABC101\?secret=[A-Z2-7]{32}&issuer=CCMS&counter=0&digits=6&algorithm=SHA1$/,
    );
    expect(String(view['qrCode'])).toContain('<svg');
    expect(String(view['message'])).toContain('Remove the old entry named CCMS:HKABC101');
  });

  it('of a second device replaces the first, whose codes die with it (W16)', async () => {
    const { key, confirm } = await begin(bench);
    expect(await confirm(otherCode(key))).toEqual({ outcome: 'rejected', reason: 'WRONG' });
    expect(await bench.consume(await confirm(codeFor(key, 0)))).toBe(true);
    expect(await answer(bench, shown(0))).toBe('WRONG');
    expect(await answer(bench, codeFor(key, 1))).toBe('accepted');
  });

  it('cannot replace a device that was registered after it began (O12)', async () => {
    const first = await begin(bench);
    const second = await begin(bench);
    expect(await bench.consume(await second.confirm(codeFor(second.key, 0)))).toBe(true);
    expect(await bench.consume(await first.confirm(codeFor(first.key, 0)))).toBe(false);
  });
});
