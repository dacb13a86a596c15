import { type Database, type Transaction, execute, query } from '@countersign/platform';
import { initialPinLifeMs } from '../changes/initial-pin.ts';
import type { AuthenticationPolicy } from '../policy.ts';

/** How long what is over is kept (D4). */
export type Retention = AuthenticationPolicy['retention'];

/** How many rows of each kind went. */
export type Swept = Readonly<Record<Broom['name'], number>>;

interface Broom {
  readonly name: 'endedSessions' | 'lapsedSessions' | 'handledEvents' | 'spentFlows' | 'renewedTokens' | 'lapsedPins';
  readonly keepMs: (retention: Retention) => number;
  /** The oldest rows from before the instant, at most `batch` of them, by what names them. */
  readonly find: string;
  readonly remove: (keys: number) => string;
}

const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ');

const brooms: readonly Broom[] = [
  {
    name: 'endedSessions',
    keepMs: ({ endedSessionsMs }) => endedSessionsMs,
    find: 'SELECT id AS name FROM session WHERE ended_at < ? ORDER BY ended_at',
    remove: (keys) => `DELETE FROM session WHERE ended_at IS NOT NULL AND id IN (${marks(keys)})`,
  },
  {
    // Sessions that nobody came back to: nothing has marked them as ended.
    name: 'lapsedSessions',
    keepMs: ({ endedSessionsMs }) => endedSessionsMs,
    find: 'SELECT id AS name FROM session WHERE ended_at IS NULL AND expires_at < ?',
    remove: (keys) => `DELETE FROM session WHERE ended_at IS NULL AND id IN (${marks(keys)})`,
  },
  {
    name: 'handledEvents',
    keepMs: ({ handledEventsMs }) => handledEventsMs,
    find: `SELECT event_id AS name FROM handled_event WHERE consumer = 'authentication' AND handled_at < ?`,
    remove: (keys) => `DELETE FROM handled_event WHERE consumer = 'authentication' AND event_id IN (${marks(keys)})`,
  },
  {
    name: 'spentFlows',
    keepMs: ({ spentFlowsMs }) => spentFlowsMs,
    find: 'SELECT flow_id AS name FROM spent_flow WHERE spent_at < ? ORDER BY spent_at',
    remove: (keys) => `DELETE FROM spent_flow WHERE flow_id IN (${marks(keys)})`,
  },
  {
    // No session outlives a day.
    name: 'renewedTokens',
    keepMs: () => 24 * 3_600_000,
    find: 'SELECT token_digest AS name FROM renewed_token WHERE renewed_at < ? ORDER BY renewed_at',
    remove: (keys) => `DELETE FROM renewed_token WHERE token_digest IN (${marks(keys)})`,
  },
  {
    // The row stays and says that the PIN must be changed; what it was compared with goes.
    name: 'lapsedPins',
    keepMs: () => initialPinLifeMs,
    find: 'SELECT request_id AS name FROM smartcard_pin_reset WHERE pin_hash IS NOT NULL AND armed_at < ?',
    remove: (keys) => `UPDATE smartcard_pin_reset SET pin_hash = NULL WHERE request_id IN (${marks(keys)})`,
  },
];

/**
 * Removes what is over for longer than it is kept, batch by batch, each in a unit of work of its own, so that no statement
 * holds many rows. `goOn` may end it between two batches; the next sweep goes on.
 */
export async function sweep(
  database: Database,
  retention: Retention,
  run: { readonly now: number; readonly batch: number; readonly goOn: () => boolean },
): Promise<Swept> {
  const swept: Record<Broom['name'], number> = {
    endedSessions: 0,
    lapsedSessions: 0,
    handledEvents: 0,
    spentFlows: 0,
    renewedTokens: 0,
    lapsedPins: 0,
  };
  for (const broom of brooms) {
    const before = run.now - broom.keepMs(retention);
    let gone = run.batch;
    while (gone === run.batch && run.goOn()) {
      gone = await database.transaction((tx) => sweepOnce(tx, broom, before, run.batch));
      swept[broom.name] += gone;
    }
  }
  return swept;
}

async function sweepOnce(tx: Transaction, broom: Broom, before: number, batch: number): Promise<number> {
  const rows = await query<{ name: string }>(tx, `${broom.find} LIMIT ${batch}`, [before]);
  if (rows.length === 0) return 0;
  await execute(
    tx,
    broom.remove(rows.length),
    rows.map(({ name }) => name),
  );
  return rows.length;
}
