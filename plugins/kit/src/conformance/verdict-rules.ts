import assert from 'node:assert/strict';
import type { PortName } from '../ports.ts';
import { answering, challenged } from './answering.ts';
import type { Conformance } from './authenticator-fixtures.ts';
import { suiteOf } from './suite-of.ts';

const CALLERS = 16;

/** A right answer proves one thing, once; a wrong one proves nothing. */
export function verdictRules<Answer, Needs extends PortName>(conformance: Conformance<Answer, Needs>): void {
  const { it, open, plugin, fixtures } = suiteOf(conformance);
  // A password is not spent by being right: any number of correct logins may be under way at once.
  const spends = plugin.manifest.budget !== 'PASSWORD';

  const ready = async () => {
    const bench = await open();
    await fixtures.enrol(bench, bench.subject);
    const flow = bench.flow();
    await challenged(bench, flow, bench.subject);
    return { bench, flow };
  };

  it('accepts the right answer for the person it was given, and consumes it', async () => {
    const { bench, flow } = await ready();
    assert.equal(await bench.authenticator.enrolled(bench.subject), true);
    const verdict = await answering(bench, flow, bench.subject, await fixtures.rightAnswer(bench, flow, bench.subject));
    assert.equal(verdict.outcome, 'accepted');
    assert.equal(verdict.profileUuid, bench.subject.profileUuid);
    assert.equal(await bench.consume(verdict), true);
  });

  it('rejects a wrong answer, which leaves nothing to consume and the right one good', async () => {
    const { bench, flow } = await ready();
    const verdict = await answering(bench, flow, bench.subject, await fixtures.wrongAnswer(bench, flow, bench.subject));
    assert.equal(verdict.outcome, 'rejected');
    assert.equal('consume' in verdict, false);
    const right = await answering(bench, flow, bench.subject, await fixtures.rightAnswer(bench, flow, bench.subject));
    assert.equal(await bench.consume(right), true);
  });

  it(
    spends ? 'gives 16 parallel right answers exactly one proof' : 'lets 16 parallel right answers all prove',
    async () => {
      const { bench, flow } = await ready();
      const fields = await fixtures.rightAnswer(bench, flow, bench.subject);
      const verdicts = await Promise.all(
        Array.from({ length: CALLERS }, () => answering(bench, flow, bench.subject, fields)),
      );
      const proofs = await Promise.all(verdicts.map((verdict) => bench.consume(verdict)));
      assert.equal(proofs.filter(Boolean).length, spends ? 1 : CALLERS);
    },
  );

  if (spends) {
    it('consumes one verdict once, and refuses the same answer ever after', async () => {
      const { bench, flow } = await ready();
      const fields = await fixtures.rightAnswer(bench, flow, bench.subject);
      const verdict = await answering(bench, flow, bench.subject, fields);
      const proofs = await Promise.all(Array.from({ length: CALLERS }, () => bench.consume(verdict)));
      assert.equal(proofs.filter(Boolean).length, 1);
      assert.equal(await bench.consume(await answering(bench, flow, bench.subject, fields)), false);
    });

    it('does not spend an answer whose transaction was rolled back', async () => {
      const { bench, flow } = await ready();
      const verdict = await answering(
        bench,
        flow,
        bench.subject,
        await fixtures.rightAnswer(bench, flow, bench.subject),
      );
      assert.ok(verdict.outcome === 'accepted');
      const failed = bench.ports.tables.transaction(async (tx) => {
        assert.equal(await verdict.consume(tx), true);
        throw new Error('the host failed after consuming');
      });
      await assert.rejects(failed, /the host failed/);
      assert.equal(await bench.consume(verdict), true);
    });
  }
}
