import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from '@countersign/platform';
import { maskedMessage } from './client-error.ts';
import { isReady } from './ready-error.ts';
import { withoutValues } from './without-values.ts';

const FROM_THE_CLIENT: ReadonlySet<unknown> = new Set([
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
]);

/**
 * The last look at every error. The executor's are ready for the client; of Apollo's own only complaints about the
 * document or its variables pass.
 */
export function doorFormat(
  logger: Logger,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    if (isReady(error)) {
      return {
        message: formatted.message,
        ...(formatted.path && { path: formatted.path }),
        extensions: formatted.extensions ?? {},
      };
    }
    const code = formatted.extensions?.['code'];
    if (FROM_THE_CLIENT.has(code)) {
      return {
        message: withoutValues(formatted.message, error),
        ...(formatted.locations && { locations: formatted.locations }),
        extensions: { code },
      };
    }
    logger.error({ err: error }, 'the door failed');
    return { message: maskedMessage, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  };
}
