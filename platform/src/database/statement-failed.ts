/** Messages of these carry the row's own values: duplicate key, data too long, wrong value, out of range. */
const SPEAKS_OF_VALUES: ReadonlySet<number> = new Set([1062, 1264, 1265, 1292, 1366, 1406, 1586]);

/** A statement that the engine refused. Holds its text with placeholders, never a parameter's value. */
export class StatementFailed extends Error {
  readonly code: string;
  readonly errno: number;
  readonly statement: string;

  constructor(cause: { code: string; errno: number; message: string }, statement: string) {
    const reason = SPEAKS_OF_VALUES.has(cause.errno) ? cause.message.replace(/'[^']*'/, "'…'") : cause.message;
    super(`${cause.code}: ${reason}`);
    this.name = 'StatementFailed';
    this.code = cause.code;
    this.errno = cause.errno;
    this.statement = statement;
  }
}

interface DriverError {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly rawCode?: unknown;
  readonly message?: unknown;
  readonly driverError?: unknown;
}

/** Turns what a driver threw into a StatementFailed; TypeORM's wrapping, with its parameters, is left behind. */
export function asStatementFailed(error: unknown, statement = ''): StatementFailed {
  if (error instanceof StatementFailed) return error;
  const outer = error as DriverError;
  const inner = (outer.driverError ?? outer) as DriverError;
  return new StatementFailed(
    {
      code: typeof inner.code === 'string' ? inner.code : 'UNKNOWN',
      errno: Number(inner.errno ?? inner.rawCode ?? 0),
      message: typeof inner.message === 'string' ? inner.message : String(error),
    },
    statement,
  );
}

const DUPLICATE: ReadonlySet<number> = new Set([1062, 1586, 1555, 2067, 2579]);

/** Whether a statement failed because a unique key already holds its value, on either engine. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof StatementFailed && DUPLICATE.has(error.errno);
}

const CONFLICT: ReadonlySet<number> = new Set([1213, 1205, 1020]);

/** Whether the whole transaction may be tried again: deadlock, lock wait timeout, "record has changed", a busy file (threats 3). */
export function isConflict(error: StatementFailed): boolean {
  return CONFLICT.has(error.errno) || error.code.startsWith('SQLITE_BUSY') || error.code.startsWith('SQLITE_LOCKED');
}

/** Too many connections, shutting down, killed, read-only after a fail-over, disk full, unreadable file. */
const OUT_OF_REACH: ReadonlySet<number> = new Set([
  1021, 1040, 1041, 1053, 1077, 1114, 1203, 1226, 1290, 1317, 1836, 1927, 3024, 4031,
]);
const NETWORK = /^(PROTOCOL_|E(CONN|PIPE|TIMEDOUT|NOTFOUND|HOST|NET|AI_)|SQLITE_(FULL|IOERR|CANTOPEN|READONLY))/;
const CLOSED = /closed state|Pool is closed|Connection lost/i;

/** Whether the engine rather than the statement is at fault. */
export function isOutOfReach(error: StatementFailed): boolean {
  return OUT_OF_REACH.has(error.errno) || NETWORK.test(error.code) || CLOSED.test(error.message);
}
