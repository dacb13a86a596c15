import type { FastifyRequest } from 'fastify';
import type { Source } from '@countersign/platform';

const USER_AGENT_LENGTH = 256;

/** Where a request came from: the peer, or what a trusted proxy says of it, which Fastify has already decided (G5). */
export function requestSource(request: FastifyRequest): Source {
  const address = request.ip.startsWith('::ffff:') ? request.ip.slice('::ffff:'.length) : request.ip;
  const userAgent = request.headers['user-agent'] ?? '';
  return { address, userAgent: userAgent.slice(0, USER_AGENT_LENGTH), requestId: request.id };
}
