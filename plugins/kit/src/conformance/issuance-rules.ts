import assert from 'node:assert/strict';
import type { Issuance } from '../issuance.ts';
import type { PortName } from '../ports.ts';
import type { Conformance } from './authenticator-fixtures.ts';
import type { Bench } from './bench.ts';
import { suiteOf } from './suite-of.ts';

/** Secrets that are handed out: each once, the newest set only, and no trace of them in clear. */
export function issuanceRules<Answer, Needs extends PortName>(conformance: Conformance<Answer, Needs>): void {
  const { it, open } = suiteOf(conformance);
  const opened = async (): Promise<{ bench: Bench<Answer>; issuance: Issuance } | null> => {
    const bench = await open();
    const { issuance } = bench.authenticator;
    return issuance === undefined ? null : { bench, issuance };
  };
  const leftOf = ({ bench, issuance }: { bench: Bench<Answer>; issuance: Issuance }) =>
    bench.ports.tables.read((tx) => issuance.left(tx, bench.subject.profileUuid));

  it('hands out secrets that are all different, that all count, and that are stored in clear nowhere', async () => {
    const parts = await opened();
    if (parts === null) return;
    const { bench, issuance } = parts;
    assert.equal(await leftOf(parts), 0);
    const set = await bench.ports.tables.transaction((tx) => issuance.issue(tx, bench.subject.profileUuid));
    assert.ok(set.length > 0 && new Set(set).size === set.length);
    assert.equal(await leftOf(parts), set.length);
    const dump = Object.values(await bench.ports.dump()).join('\n');
    for (const secret of set) assert.ok(!dump.includes(secret), 'a secret is stored in clear');
  });

  it('keeps the former set when the transaction that issued another is undone', async () => {
    const parts = await opened();
    if (parts === null) return;
    const { bench, issuance } = parts;
    const { profileUuid } = bench.subject;
    const set = await bench.ports.tables.transaction((tx) => issuance.issue(tx, profileUuid));
    const failed = bench.ports.tables.transaction(async (tx) => {
      await issuance.issue(tx, profileUuid);
      throw new Error('the host failed after issuing');
    });
    await assert.rejects(failed, /the host failed/);
    assert.equal(await leftOf(parts), set.length);
  });

  it('leaves one set after 4 were issued at the same time', async () => {
    const parts = await opened();
    if (parts === null) return;
    const { bench, issuance } = parts;
    const sets = await Promise.all(
      Array.from({ length: 4 }, () =>
        bench.ports.tables.transaction((tx) => issuance.issue(tx, bench.subject.profileUuid)),
      ),
    );
    assert.equal(await leftOf(parts), sets[0]?.length);
  });
}
