import type { Authenticator, AuthenticatorPlugin, FlowView } from '../authenticator.ts';
import type { PluginTransaction, PortName, Ports } from '../ports.ts';
import type { Purpose, Subject } from '../subject.ts';
import type { Verdict } from '../verdict.ts';
import { recordCalls } from './record-calls.ts';
import type { OpenTables } from './tables-under-test.ts';
import { testPorts, type TestPorts } from './test-ports.ts';

/** One plugin at work on fresh ports. */
export interface Bench<Answer> {
  readonly ports: TestPorts;
  readonly authenticator: Authenticator<Answer>;
  readonly subject: Subject;
  readonly stranger: Subject;
  /** What must appear nowhere in clear; fixtures add every secret that they make. */
  readonly secrets: Set<string>;
  /** A new flow of 15 minutes. */
  flow(purpose?: Purpose): FlowView;
  /** Names of the port operations that a piece of work used, in order. */
  calls(work: () => Promise<unknown>): Promise<readonly string[]>;
  /** Consumes in a transaction of its own; a rejected verdict consumes nothing. */
  consume(verdict: Verdict<PluginTransaction>): Promise<boolean>;
  /** Stops the plugin and closes its ports. */
  close(): Promise<void>;
}

/** Starts a plugin with exactly the ports that it declares. */
export async function openBench<Answer, Needs extends PortName>(
  plugin: AuthenticatorPlugin<Answer, Needs>,
  openTables?: OpenTables,
): Promise<Bench<Answer>> {
  const { manifest } = plugin;
  const migrations = manifest.tables ?? [];
  const ports = testPorts(migrations, openTables === undefined ? {} : { tables: await openTables(migrations) });
  const recorder = recordCalls(ports);
  const granted = Object.fromEntries(manifest.needs.map((need) => [need, recorder.ports[need]])) as Pick<Ports, Needs>;
  const authenticator = plugin.create(granted);
  await authenticator.start?.();

  let flows = 0;
  return {
    ports,
    authenticator,
    subject: person('HKABC101', 'chan.tai.man@example.com', 'a1'),
    stranger: person('HKABC102', 'wong.siu.ming@example.com', 'b2'),
    secrets: new Set(),
    flow(purpose = manifest.purposes[0] ?? 'LOGIN') {
      flows += 1;
      const expiresAt = new Date(ports.clock.now().getTime() + 900_000);
      return { id: `flow-${flows}`, claimedId: 'HKABC101', purpose, expiresAt };
    },
    calls: recorder.during,
    consume: (verdict) =>
      verdict.outcome === 'accepted' ? ports.tables.transaction((tx) => verdict.consume(tx)) : Promise.resolve(false),
    async close() {
      await authenticator.stop?.();
      await ports.close();
    },
  };
}

function person(userId: string, email: string, mark: string): Subject {
  const profileUuid = `00000000-0000-7000-8000-0000000000${mark}`;
  const card = { allowed: true, srn: `SC700000${mark}`, certificateExpiry: '2029-12-31' };
  return { profileUuid, userId, participant: 'ABC', email, card };
}
