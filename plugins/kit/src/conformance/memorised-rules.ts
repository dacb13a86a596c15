import assert from 'node:assert/strict';
import type { Memorised } from '../memorised.ts';
import type { PluginTransaction, PortName } from '../ports.ts';
import type { Conformance } from './authenticator-fixtures.ts';
import type { Bench } from './bench.ts';
import { suiteOf } from './suite-of.ts';

const CHOSEN = 'quiet lantern over the harbour';

/** A secret that a person chooses: told why not, stored once, never echoed. */
export function memorisedRules<Answer, Needs extends PortName>(conformance: Conformance<Answer, Needs>): void {
  const { it, open } = suiteOf(conformance);
  const opened = async (): Promise<{ bench: Bench<Answer>; memorised: Memorised } | null> => {
    const bench = await open();
    const { memorised } = bench.authenticator;
    return memorised === undefined ? null : { bench, memorised };
  };

  it('refuses a chosen secret that is not confirmed or breaks its stated length, without echoing it', async () => {
    const parts = await opened();
    if (parts === null) return;
    const { bench, memorised } = parts;
    const tries: [string, string][] = [
      [CHOSEN, `${CHOSEN}!`],
      ['x'.repeat(memorised.rules.minimumLength - 1), 'x'.repeat(memorised.rules.minimumLength - 1)],
      ['x'.repeat(memorised.rules.maximumLength + 1), 'x'.repeat(memorised.rules.maximumLength + 1)],
    ];
    for (const [secret, confirmation] of tries) {
      const outcome = await memorised.choose(bench.subject, [], { secret, confirmation });
      assert.ok(outcome.outcome === 'refused');
      assert.ok(!outcome.message.includes(secret));
    }
    assert.equal(await bench.authenticator.enrolled(bench.subject), false);
  });

  it('stores one of 4 secrets chosen at the same time, and nothing before it is consumed', async () => {
    const parts = await opened();
    if (parts === null) return;
    const { bench, memorised } = parts;
    const consumers: ((tx: PluginTransaction) => Promise<boolean>)[] = [];
    for (const mark of ['one', 'two', 'three', 'four']) {
      const secret = `${CHOSEN} ${mark}`;
      const outcome = await memorised.choose(bench.subject, [], { secret, confirmation: secret });
      assert.ok(outcome.outcome === 'accepted');
      consumers.push(outcome.consume);
    }
    assert.equal(await bench.authenticator.enrolled(bench.subject), false);
    const stored = await Promise.all(consumers.map((consume) => bench.ports.tables.transaction((tx) => consume(tx))));
    assert.equal(stored.filter(Boolean).length, 1);
  });
}
