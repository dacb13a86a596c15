import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '@countersign/platform';
import { errorCodes } from '../error-codes.ts';
import { sendRefusal } from '../http/answer-failures.ts';
import type { Refusal } from '../limits/refusal.ts';
import { INTROSPECTION_PATH } from './add-introspection-route.ts';
import { keptFor } from './kept-for.ts';
import type { PublishedKeys, TokenDesk } from './token-desk.ts';

const KEYS_PATH = '/.well-known/jwks.json';
/** RFC 8414 3. */
const METADATA_PATH = '/.well-known/oauth-authorization-server';
/** How long the door itself goes on with keys it has seen; readers may for as long as `max-age` says. */
const KEPT_MS = 60_000;
const PUBLIC = 'public, max-age=300';

const NONE: Refusal = { status: 404, code: 'NOT_FOUND', message: errorCodes.NOT_FOUND };

function metadata({ issuer }: PublishedKeys) {
  return {
    issuer,
    jwks_uri: issuer + KEYS_PATH,
    introspection_endpoint: issuer + INTROSPECTION_PATH,
    // Tokens are not got here: a person who has logged in asks for one in his session.
    response_types_supported: [],
    grant_types_supported: [],
  };
}

/** The keys of login tokens and where to find what, for everybody and to be kept for five minutes. */
export function addKeyRoutes(
  server: FastifyInstance,
  { tokens, clock }: { readonly tokens: TokenDesk; readonly clock: Clock },
): void {
  const keys = keptFor(KEPT_MS, clock, () => tokens.keys());
  const answer =
    (shown: (published: PublishedKeys) => unknown) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const published = await keys();
      if (published === null) return sendRefusal(request, reply, NONE);
      return reply.header('cache-control', PUBLIC).type('application/json; charset=utf-8').send(shown(published));
    };
  server.get(
    KEYS_PATH,
    answer(({ jwks }) => jwks),
  );
  server.get(METADATA_PATH, answer(metadata));
}
