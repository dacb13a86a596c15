import pino from 'pino';
import { redact, redactText } from './redact.ts';

/** Structured JSON logs, one line each. Log fields, not sentences with values in them: only fields are redacted by name. */
export type Logger = pino.Logger;

export type LogLevel = 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Lines waiting for a blocked reader before new ones are dropped; the audit in the database loses nothing. */
const WAITING_BYTES = 4 * 1024 * 1024;

/** A logger that never blocks a request for its reader and never writes a secret (threats 3, O19). */
export function createLogger(options: {
  readonly level: LogLevel;
  readonly part: string;
  readonly destination?: pino.DestinationStream;
}): Logger {
  const destination = options.destination ?? pino.destination({ fd: 1, sync: false, maxLength: WAITING_BYTES });
  return pino(
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
          const safe = args.map((arg) => (typeof arg === 'string' ? redactText(arg) : arg)) as typeof args;
          method.apply(this, safe);
        },
      },
    },
    destination,
  );
}
