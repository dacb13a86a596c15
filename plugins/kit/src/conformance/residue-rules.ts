import assert from 'node:assert/strict';
import type { PortName } from '../ports.ts';
import { answering, challenged } from './answering.ts';
import type { Conformance } from './authenticator-fixtures.ts';
import { suiteOf } from './suite-of.ts';

/** What a plugin leaves behind: never a secret in clear, and nothing usable after `forget`. */
export function residueRules<Answer, Needs extends PortName>(conformance: Conformance<Answer, Needs>): void {
  const { it, open, fixtures } = suiteOf(conformance);
  const used = async () => {
    const bench = await open();
    await fixtures.enrol(bench, bench.subject);
    const flow = bench.flow();
    await challenged(bench, flow, bench.subject);
    const fields = await fixtures.rightAnswer(bench, flow, bench.subject);
    const verdict = await answering(bench, flow, bench.subject, fields);
    return { bench, flow, fields, verdict };
  };

  it('keeps no secret in clear in tables or volatile state, before or after use', async () => {
    const { bench, verdict } = await used();
    assert.ok(bench.secrets.size > 0, 'the fixture names no secret');
    const before = Object.values(await bench.ports.dump());
    await bench.consume(verdict);
    for (const text of [...before, ...Object.values(await bench.ports.dump())]) {
      for (const secret of bench.secrets) assert.ok(!holds(text, secret), 'a secret is stored in clear');
    }
  });

  it('keeps no mail address in clear in volatile state', async () => {
    const { bench } = await used();
    assert.ok(!(await bench.ports.dump()).volatile.includes(bench.subject.email ?? ''));
  });

  it('forgets a person: no stored proof remains, and what was accepted before no longer counts', async () => {
    const { bench, flow, fields, verdict } = await used();
    const { forget } = bench.authenticator;
    if (forget === undefined) return;
    const stored = longValues((await bench.ports.dump()).tables);
    await bench.ports.tables.transaction((tx) => forget(tx, bench.subject.profileUuid));
    assert.equal(await bench.consume(verdict), false);
    assert.equal(await bench.consume(await answering(bench, flow, bench.subject, fields)), false);
    const left = longValues((await bench.ports.dump()).tables);
    for (const value of stored) assert.ok(!left.has(value), 'a hash or sealed secret outlived forget');
  });

  it('forgets one person only', async () => {
    const { bench, flow, fields } = await used();
    const { forget } = bench.authenticator;
    if (forget === undefined) return;
    await bench.ports.tables.transaction((tx) => forget(tx, bench.stranger.profileUuid));
    assert.equal(await bench.consume(await answering(bench, flow, bench.subject, fields)), true);
  });
}

/** Digits stand by themselves, so that a code is not found inside a longer number by chance. */
function holds(text: string, secret: string): boolean {
  if (!/^\d+$/.test(secret)) return text.includes(secret);
  return new RegExp(`(?<![0-9A-Za-z_-])${secret}(?![0-9A-Za-z_-])`).test(text);
}

/** Values long enough to be a hash or an envelope. */
function longValues(tables: string): ReadonlySet<string> {
  return new Set(tables.match(/(?<=":")[^"]{48,}(?=")/g));
}
