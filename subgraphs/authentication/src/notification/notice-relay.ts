import { type Clock, type Database, type Logger, type Mailer, execute, query } from '@countersign/platform';

/** Mails committed notices, each at least once, also after a restart. */
export interface NoticeRelay {
  poke(): void;
  start(): void;
  stop(): Promise<void>;
}

interface NoticeRow {
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
  readonly next_attempt_at: number;
  readonly attempts: number;
}

const lookEveryMs = 5_000;
const batch = 20;
/** A claimed notice is free again after this long, should its relay have died. */
const claimMs = 60_000;
const giveUpAfterAttempts = 60;

/** The relay over the notice table; several instances share the work by claiming rows. */
export function noticeRelay(parts: {
  readonly database: Database;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly logger: Logger;
}): NoticeRelay {
  const { database, mailer, clock, logger } = parts;
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<void> | null = null;
  let again = false;
  let stopped = true;

  async function claim(row: NoticeRow, now: number): Promise<boolean> {
    const changed = await database.autocommit((tx) =>
      execute(
        tx,
        'UPDATE notice SET next_attempt_at = ?, attempts = attempts + 1 WHERE id = ? AND next_attempt_at = ?',
        [now + Math.min(claimMs * (row.attempts + 1), 60 * claimMs), row.id, row.next_attempt_at],
      ),
    );
    return changed === 1;
  }
  async function sendOne(row: NoticeRow): Promise<void> {
    if (!(await claim(row, clock.now().getTime()))) return;
    try {
      await mailer.send({ to: row.recipient, subject: row.subject, text: row.body, id: `notice-${row.id}` });
    } catch (cause) {
      logger.warn({ noticeId: row.id, attempts: row.attempts + 1, err: cause }, 'notice not accepted, will try again');
      if (row.attempts + 1 < giveUpAfterAttempts) return;
      logger.error({ noticeId: row.id }, 'notice given up');
    }
    await database.autocommit((tx) => execute(tx, 'DELETE FROM notice WHERE id = ?', [row.id]));
  }
  async function round(): Promise<void> {
    do {
      again = false;
      const due = await database.read((tx) =>
        query<NoticeRow>(
          tx,
          `SELECT id, recipient, subject, body, next_attempt_at, attempts FROM notice WHERE next_attempt_at <= ? ORDER BY next_attempt_at LIMIT ${batch}`,
          [clock.now().getTime()],
        ),
      );
      for (const row of due) if (!stopped) await sendOne(row);
      if (due.length === batch) again = true;
    } while (again && !stopped);
  }
  function work(): void {
    if (stopped) return;
    if (working !== null) {
      again = true;
      return;
    }
    working = round()
      .catch((cause: unknown) => logger.warn({ err: cause }, 'notices could not be looked up, will try again'))
      .finally(() => {
        working = null;
      });
  }

  return {
    poke: () => void setImmediate(work),
    start() {
      stopped = false;
      timer = setInterval(work, lookEveryMs);
      timer.unref();
      work();
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearInterval(timer);
      await working;
    },
  };
}
