import type { Transaction } from './database.ts';
import { judge } from './repeat-on-conflict.ts';
import { closeChannel, openChannel, type SqlChannel } from './sql-channel.ts';
import { asStatementFailed, isConflict, type StatementFailed } from './statement-failed.ts';
import { PatienceEnded } from './within.ts';

/** One connection's turn, as an engine gives it. */
export interface Unit {
  readonly tx: Transaction;
  readonly channel: SqlChannel;
  begin(): Promise<void>;
  commit(): Promise<void>;
  /** Must leave the connection clean or drop it; never throws. */
  rollback(): Promise<void>;
  release(): Promise<void>;
}

/** Remembers the first conflict: after one, InnoDB may have kept half of the work (1205), so nothing may be committed any more. */
class WatchedChannel implements SqlChannel {
  readonly #inner: SqlChannel;
  conflict: StatementFailed | undefined;

  constructor(inner: SqlChannel) {
    this.#inner = inner;
  }

  async run(...args: Parameters<SqlChannel['run']>) {
    if (this.conflict) throw this.conflict;
    try {
      return await this.#inner.run(...args);
    } catch (error) {
      if (error instanceof PatienceEnded || error instanceof TypeError) throw error;
      const failed = asStatementFailed(error, args[0]);
      if (isConflict(failed)) this.conflict = failed;
      throw failed;
    }
  }
}

/** Runs work on a unit, in a transaction or plainly; what is thrown has been judged (Conflict, DependencyUnavailable, or as it was). */
export async function runUnit<T>(
  unit: Unit,
  work: (tx: Transaction) => Promise<T>,
  transactional: boolean,
): Promise<T> {
  const channel = new WatchedChannel(unit.channel);
  try {
    if (transactional) await unit.begin();
    openChannel(unit.tx, channel);
    const result = await work(unit.tx);
    closeChannel(unit.tx);
    if (channel.conflict) throw channel.conflict;
    if (transactional) await unit.commit();
    return result;
  } catch (error) {
    closeChannel(unit.tx);
    if (transactional) await unit.rollback();
    throw judge(channel.conflict ?? asFailure(error));
  } finally {
    await unit.release();
  }
}

/** TypeORM wraps what its own methods meet in a QueryFailedError that carries parameters: those must not travel on. */
function asFailure(error: unknown): unknown {
  const isDriverError = typeof error === 'object' && error !== null && ('driverError' in error || 'sqlState' in error);
  return isDriverError ? asStatementFailed(error) : error;
}
