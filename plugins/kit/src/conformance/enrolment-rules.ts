import assert from 'node:assert/strict';
import type { PortName } from '../ports.ts';
import type { AnswerArguments, Conformance } from './authenticator-fixtures.ts';
import { answering } from './answering.ts';
import type { Bench } from './bench.ts';
import { suiteOf } from './suite-of.ts';

/** Setting up takes effect at the first right answer, once, for one flow and person, and leaves one active (O13). */
export function enrolmentRules<Answer, Needs extends PortName>(conformance: Conformance<Answer, Needs>): void {
  const { it, open, fixtures } = suiteOf(conformance);
  const { confirmingAnswer } = fixtures;
  if (confirmingAnswer === undefined) return;

  const begun = async (bench: Bench<Answer>) => {
    const { enrolment } = bench.authenticator;
    assert.ok(enrolment !== undefined);
    const flow = bench.flow();
    const { view, state } = await enrolment.begin(flow, bench.subject);
    const fields = await confirmingAnswer(bench, view);
    const confirm = (given: AnswerArguments = fields, at = flow, subject = bench.subject) => {
      const parsed = bench.authenticator.parse(given);
      assert.ok(parsed.ok);
      return enrolment.confirm(at, subject, state, parsed.answer);
    };
    return { flow, state, fields, confirm };
  };

  it('is not enrolled by beginning, nor by a wrong answer', async () => {
    const bench = await open();
    const { flow, confirm } = await begun(bench);
    const verdict = await confirm(await fixtures.wrongAnswer(bench, flow, bench.subject));
    assert.equal(verdict.outcome, 'rejected');
    assert.equal(await bench.authenticator.enrolled(bench.subject), false);
  });

  it('binds the pending state to its flow and person, and keeps its secret sealed', async () => {
    const bench = await open();
    const { fields, state, confirm } = await begun(bench);
    assert.equal((await confirm(fields, bench.flow())).outcome, 'rejected');
    assert.equal((await confirm(fields, undefined, bench.stranger)).outcome, 'rejected');
    for (const secret of bench.secrets) assert.ok(!state.includes(secret));
  });

  it('does not let the confirming answer be used again', async () => {
    const bench = await open();
    const { fields, confirm } = await begun(bench);
    assert.equal(await bench.consume(await confirm()), true);
    assert.equal(await bench.authenticator.enrolled(bench.subject), true);
    assert.equal(await bench.consume(await answering(bench, bench.flow(), bench.subject, fields)), false);
    assert.equal(await bench.consume(await confirm()), false);
  });

  it('leaves exactly one active after 16 parallel enrolments', async () => {
    const bench = await open();
    const all = await Promise.all(Array.from({ length: 16 }, () => begun(bench)));
    const verdicts = await Promise.all(all.map(({ confirm }) => confirm()));
    const active = await Promise.all(verdicts.map((verdict) => bench.consume(verdict)));
    assert.equal(active.filter(Boolean).length, 1);
  });
}
