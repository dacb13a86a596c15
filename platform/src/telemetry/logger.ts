import { types } from 'node:util';
import pino from 'pino';
import { redact, redactText } from './redact.ts';

/** Structured JSON logs, one line each. Log fields, not sentences with values in them: only fields are redacted by name. */
export type Logger = pino.Logger;

export type LogLevel = 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Lines waiting for a blocked reader before new ones are dropped; the audit in the database loses nothing. */
const WAITING_BYTES = 4 * 1024 * 1024;

/** Texts without credentials. pino takes a lone error's message as the line's: here it gets one that was looked through. */
function safeArguments(args: readonly unknown[]): unknown[] {
  const [first] = args;
  const error = types.isNativeError(first) ? first : (first as { err?: unknown } | undefined)?.err;
  const spoken =
    args.length === 1 && types.isNativeError(error)
      ? [types.isNativeError(first) ? { err: first } : first, error.message]
      : args;
  return spoken.map((arg) => (typeof arg === 'string' ? redactText(arg) : arg));
}

/** A logger that never blocks a request for its reader and never writes a secret (threats 3, O19). */
export function createLogger(options: {
  readonly level: LogLevel;
  readonly part: string;
  readonly destination?: pino.DestinationStream;
}): Logger {
  const destination = options.destination ?? pino.destination({ fd: 1, sync: false, maxLength: WAITING_BYTES });
  const logger = pino(
    {
      level: options.level,
      base: { part: options.part },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => redact(fields) as Record<string, unknown>,
        bindings: (fields) => redact(fields) as Record<string, unknown>,
      },
      serializers: { err: (value: unknown) => value },
      hooks: {
        logMethod(args, method) {
          method.apply(this, safeArguments(args) as typeof args);
        },
      },
    },
    destination,
  );
  // pino applies no formatter to a child's own fields; children inherit this method from their parent.
  const plainChild = logger.child;
  logger.child = function child(this: Logger, fields: pino.Bindings, childOptions?: pino.ChildLoggerOptions) {
    return (plainChild as (...args: unknown[]) => unknown).call(this, redact(fields), childOptions);
  } as typeof plainChild;
  return logger;
}
