import { type ExecutionResult, type GraphQLError, GraphQLError as GraphQLErrorClass } from 'graphql';
import { Fault, type Logger } from '@countersign/platform';
import { errorCodes } from '../error-codes.ts';
import type { DoorContext } from '../http/door-context.ts';
import type { SubgraphError } from './execution.ts';
import { readyError } from './ready-error.ts';

interface Reporting {
  readonly context: DoorContext;
  readonly logger: Logger;
}

type Path = readonly (string | number)[];

const STABLE_CODE = /^[A-Z][A-Z0-9_]{2,63}$/;
/** Codes that, coming from a subgraph, mean that the door or the subgraph is at fault and not the client. */
const OUR_FAULT: ReadonlySet<string> = new Set([
  'INTERNAL_SERVER_ERROR',
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
]);
const NEVER_PUBLIC: ReadonlySet<string> = new Set([
  'stacktrace',
  'exception',
  'originalError',
  'http',
  'serviceName',
  'cause',
]);

/** The sentence in place of one that is not meant for the client. */
export const maskedMessage =
  'Something went wrong on our side. Please try again; if it stays, give the request ID to your support desk.';

function publicExtensions(extensions: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(extensions).filter(([key]) => !NEVER_PUBLIC.has(key)));
}

function masked({ context }: Reporting, path?: Path): GraphQLError {
  return readyError(maskedMessage, path, {
    code: 'INTERNAL_SERVER_ERROR',
    requestId: context.principal.source.requestId,
  });
}

function faultError(fault: Fault, path: Path | undefined, { context, logger }: Reporting): GraphQLError {
  const { requestId } = context.principal.source;
  logger.warn({ requestId, path, code: fault.code, detail: fault.detail, err: fault.cause }, 'fault');
  return readyError(fault.message, path, { ...fault.publicDetails, code: fault.code });
}

/** Lets a fault's message, code and public details through; masks and logs everything else (G8, ASVS 16.5.1). */
export function clientError({ error, path }: SubgraphError, reporting: Reporting): GraphQLError {
  const original = error instanceof GraphQLErrorClass ? error.originalError : error;
  if (original instanceof Fault) return faultError(original, path, reporting);
  const extensions = 'extensions' in error ? error.extensions : undefined;
  const code = extensions?.['code'];
  if (extensions && typeof code === 'string' && STABLE_CODE.test(code) && !OUR_FAULT.has(code)) {
    return readyError(error.message, path, publicExtensions(extensions));
  }
  const { requestId } = reporting.context.principal.source;
  reporting.logger.error({ requestId, path, err: original ?? error }, 'a subgraph failed');
  return masked(reporting, path);
}

/** The error beside an answer in which a subgraph left out what the schema promises. */
export function incompleteAnswer(reporting: Reporting): GraphQLError {
  reporting.logger.error(
    { requestId: reporting.context.principal.source.requestId },
    'a subgraph left out a required field',
  );
  return masked(reporting);
}

/** The answer to an operation that is still running when its time is up. */
export function timedOut({
  context,
  logger,
}: Reporting): ExecutionResult<Record<string, unknown>, Record<string, unknown>> {
  const { requestId } = context.principal.source;
  logger.warn({ requestId }, 'an operation ran out of time');
  return {
    errors: [
      readyError(errorCodes.QUERY_TIMEOUT, undefined, { code: 'QUERY_TIMEOUT', requestId, http: { status: 504 } }),
    ],
  };
}
