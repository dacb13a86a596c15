import assert from 'node:assert/strict';
import type { PortName } from '../ports.ts';
import { answering, challenged } from './answering.ts';
import type { Conformance } from './authenticator-fixtures.ts';
import { suiteOf } from './suite-of.ts';

/** An answer belongs to one person, and to one flow and purpose where there was a challenge (O5); nobody gets no answer (O8). */
export function bindingRules<Answer, Needs extends PortName>(conformance: Conformance<Answer, Needs>): void {
  const { it, open, plugin, fixtures } = suiteOf(conformance);
  const ready = async () => {
    const bench = await open();
    await fixtures.enrol(bench, bench.subject);
    await fixtures.enrol(bench, bench.stranger);
    const flow = bench.flow();
    await challenged(bench, flow, bench.subject);
    return { bench, flow, fields: await fixtures.rightAnswer(bench, flow, bench.subject) };
  };

  it('rejects one person’s answer for another, also when both share a mailbox', async () => {
    const { bench, flow, fields } = await ready();
    const sharing = { ...bench.stranger, email: bench.subject.email };
    for (const other of [bench.stranger, sharing]) {
      assert.equal(await bench.consume(await answering(bench, flow, other, fields)), false);
      const elsewhere = bench.flow();
      await challenged(bench, elsewhere, other);
      assert.equal(await bench.consume(await answering(bench, elsewhere, other, fields)), false);
    }
  });

  it('rejects a person who holds nothing', async () => {
    const bench = await open();
    const flow = bench.flow();
    const fields = await fixtures.wrongAnswer(bench, flow, bench.subject);
    assert.equal((await answering(bench, flow, bench.subject, fields)).outcome, 'rejected');
  });

  it('rejects every answer when there is nobody, after the same operations as for somebody', async () => {
    const { bench } = await ready();
    const fields = await fixtures.wrongAnswer(bench, bench.flow(), bench.subject);
    const outcomes: string[] = [];
    const operations = async (subject: typeof bench.subject | null) => {
      const flow = bench.flow();
      await challenged(bench, flow, subject);
      return bench.calls(async () => outcomes.push((await answering(bench, flow, subject, fields)).outcome));
    };
    assert.deepEqual(await operations(null), await operations(bench.subject));
    assert.deepEqual(outcomes, ['rejected', 'rejected']);
  });

  it('spends as long on nobody as on somebody', async () => {
    const { bench, flow } = await ready();
    const fields = await fixtures.wrongAnswer(bench, flow, bench.subject);
    const took = async (subject: typeof bench.subject | null) => {
      const began = process.hrtime.bigint();
      await answering(bench, bench.flow(), subject, fields);
      return Number(process.hrtime.bigint() - began) / 1e6;
    };
    const somebody: number[] = [];
    const nobody: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      somebody.push(await took(bench.subject));
      nobody.push(await took(null));
    }
    // Below a few milliseconds the machine's noise is larger than any work; above, half as long would be a skipped hash.
    const [median, fastest] = [middle(somebody), middle(nobody)];
    assert.ok(median < 5 || fastest > median / 2, `nobody took ${fastest} ms, somebody ${median} ms`);
  });

  if (plugin.manifest.graphql.challengeField === undefined) return;

  it('binds an answer to its flow and purpose', async () => {
    const { bench, flow, fields } = await ready();
    const other = bench.flow();
    await challenged(bench, other, bench.subject);
    assert.equal((await answering(bench, other, bench.subject, fields)).outcome, 'rejected');
    for (const purpose of plugin.manifest.purposes.filter((candidate) => candidate !== flow.purpose)) {
      assert.equal((await answering(bench, { ...flow, purpose }, bench.subject, fields)).outcome, 'rejected');
    }
  });

  it('challenges nobody by the same operations and with the same shape as somebody', async () => {
    const bench = await open();
    const challenge = bench.authenticator.challenge;
    assert.ok(challenge !== undefined);
    const shapes: string[][] = [];
    const operations = (subject: typeof bench.subject | null) =>
      bench.calls(async () => {
        const outcome = await challenge(bench.flow(), subject, { automatic: true });
        assert.ok(outcome.outcome === 'issued');
        shapes.push(Object.keys(outcome.challenge));
      });
    assert.deepEqual(await operations(null), await operations(bench.subject));
    assert.deepEqual(shapes[0], shapes[1]);
  });
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
