import { GraphQLError } from 'graphql';
import { Fault } from '../faults/fault.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Principal } from '../principal/principal.ts';

const CLIENT_CODES: ReadonlySet<unknown> = new Set([
  'BAD_USER_INPUT',
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
]);

function asFault(error: GraphQLError): Fault | undefined {
  const original = error.originalError;
  return original instanceof Fault ? original : undefined;
}

/**
 * graphql's own complaints about a document or its variables carry no original error and no path: nothing was executed,
 * so they can speak only of the client's input. The compiled executor leaves `extensions` out.
 */
function speaksOfInput(error: GraphQLError): boolean {
  if (CLIENT_CODES.has(codeOf(error))) return true;
  return (error.originalError ?? undefined) === undefined && (error.path ?? undefined) === undefined;
}

function codeOf(error: GraphQLError): unknown {
  return (error.extensions as Record<string, unknown> | undefined)?.['code'];
}

function publicFault(error: GraphQLError, code: string, message: string, details?: Readonly<Record<string, unknown>>) {
  return new GraphQLError(message, {
    nodes: error.nodes ?? null,
    path: error.path ?? null,
    extensions: { ...details, code },
  });
}

/** What may leave a subgraph of an error: a Fault's public half, or a complaint about input; all else is masked and logged. */
export function publicError(
  error: GraphQLError,
  part: { name: string; principal: Principal; logger: Logger },
): GraphQLError {
  const fault = asFault(error);
  if (fault) {
    if (fault.cause !== undefined || fault.detail !== undefined) {
      part.logger.warn(
        { code: fault.code, detail: fault.detail, err: fault.cause, requestId: part.principal.source.requestId },
        'fault',
      );
    }
    return publicFault(error, fault.code, fault.message, fault.publicDetails);
  }
  if (speaksOfInput(error)) {
    return publicFault(error, String(codeOf(error) ?? 'BAD_USER_INPUT'), error.message);
  }
  part.logger.error(
    { err: error.originalError, path: error.path, requestId: part.principal.source.requestId },
    'unexpected error',
  );
  return publicFault(
    error,
    'INTERNAL_SERVER_ERROR',
    'Something went wrong on our side. Nothing was changed by this step; please try again.',
  );
}
