import type { Clock } from '../clock/clock.ts';
import { wakeablePause } from '../clock/wakeable-pause.ts';
import type { Database } from '../database/database.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { AuditAnchor } from './audit-anchor.ts';
import { LARGEST_BATCH, type Seal, sealRows } from './seal.ts';
import { addSeal, chainEnd, newestSeq, settledRows } from './seal-store.ts';

const LOOK_EVERY_MS = 1_000;
/**
 * Rows are sealed this long after they were first seen. The locking read waits for rows that others have inserted and not
 * committed; what it cannot see is a number that was drawn and not yet inserted, which lasts microseconds, and no longer
 * than a statement may take (1.7 s, after which its connection is dropped).
 */
const SERVER_LAG_MS = 5_000;

export interface AuditSealer {
  /** Seals what is due and ends. What a server's lag still holds back is sealed by the next sealer. */
  stop(): Promise<void>;
}

export interface AuditSealerOptions {
  readonly database: Database;
  /** The part whose audit it is; a seal of one part is none of another's. */
  readonly part: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly anchor: AuditAnchor | null;
  readonly lagMs?: number;
}

/** Seals the next rows up to a number; null when there are none, or another sealer was first. */
async function sealBatch({ database, part, clock }: AuditSealerOptions, upTo: number): Promise<Seal | null> {
  const end = await database.read(chainEnd);
  if (upTo <= end.lastSeq) return null;
  const rows = await settledRows(database, { after: end.lastSeq, upTo });
  if (rows.length === 0) return null;
  const seal = sealRows(part, rows, end, clock.now());
  return (await database.autocommit((tx) => addSeal(tx, seal))) ? seal : null;
}

/** The passes of one sealer: each seals in batches all that has waited long enough. */
export function sealingPasses(options: AuditSealerOptions): () => Promise<void> {
  const { database, part, anchor, logger } = options;
  const lag = options.lagMs ?? (database.engine === 'mysql' ? SERVER_LAG_MS : 0);
  const seen: { readonly at: number; readonly seq: number }[] = [];
  let unanchored: Seal | null = null;

  async function due(): Promise<number> {
    seen.push({ at: performance.now(), seq: await database.read(newestSeq) });
    const old = seen.filter(({ at }) => performance.now() - at >= lag);
    seen.splice(0, Math.max(0, old.length - 1));
    return old.at(-1)?.seq ?? 0;
  }
  /** The newest seal stands for all before it, so a line that could not be written is made good by the next one. */
  async function makeKnown(): Promise<void> {
    if (anchor === null || unanchored === null) return;
    const { number, seal, sealedAt } = unanchored;
    try {
      await anchor.write({ part, number, seal, at: new Date(sealedAt).toISOString() });
      unanchored = null;
    } catch (error) {
      logger.error({ err: error, part, number }, 'a seal of the audit could not be written to the anchor file');
    }
  }

  return async () => {
    const upTo = await due();
    await makeKnown();
    let seal: Seal | null;
    do {
      seal = await sealBatch(options, upTo);
      unanchored = seal ?? unanchored;
      await makeKnown();
    } while (seal?.count === LARGEST_BATCH);
  };
}

/** Chains new audit rows about once a second; any number of sealers of one part share the work (design 7, D1). */
export function startAuditSealer(options: AuditSealerOptions): AuditSealer {
  const pass = sealingPasses(options);
  let stopped = false;
  const pause = wakeablePause();
  const tryPass = (): Promise<void> =>
    pass().catch((error: unknown) => {
      options.logger.warn({ err: error, part: options.part }, 'audit rows could not be sealed, will try again');
    });
  const loop = async (): Promise<void> => {
    while (!stopped) {
      await tryPass();
      if (!stopped) await pause.rest(LOOK_EVERY_MS);
    }
    await tryPass();
  };
  const running = loop();
  return {
    async stop() {
      stopped = true;
      pause.wake();
      await running;
    },
  };
}
