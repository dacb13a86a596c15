import type { PortName } from '../ports.ts';
import type { Conformance } from './authenticator-fixtures.ts';
import { openBench, type Bench } from './bench.ts';

/** What a group of rules works with: benches opened inside a rule are closed at its end. */
export interface Suite<Answer, Needs extends PortName> extends Conformance<Answer, Needs> {
  open(): Promise<Bench<Answer>>;
}

/** Wraps the runner's `it`, so that a rule need not tidy up after itself. */
export function suiteOf<Answer, Needs extends PortName>(conformance: Conformance<Answer, Needs>): Suite<Answer, Needs> {
  const opened: Bench<Answer>[] = [];
  return {
    ...conformance,
    async open() {
      const bench = await openBench(conformance.plugin, conformance.openTables);
      opened.push(bench);
      return bench;
    },
    it: (name, body) =>
      conformance.it(name, async () => {
        try {
          await body();
        } finally {
          await Promise.all(opened.splice(0).map((bench) => bench.close()));
        }
      }),
  };
}
