import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { Source } from '@countersign/platform';

const USER_AGENT_LENGTH = 256;

/**
 * Where a request came from: the peer, or what a trusted proxy says of it, which Fastify has already decided (G5). What a
 * proxy passes on that is no address is nobody's, so the proxy itself stands for it.
 */
export function requestSource(request: FastifyRequest): Source {
  const { ip, socket } = request;
  const address = plain(isIP(plain(ip)) === 0 ? (socket.remoteAddress ?? '') : ip);
  const userAgent = request.headers['user-agent'] ?? '';
  return { address, userAgent: userAgent.slice(0, USER_AGENT_LENGTH), requestId: request.id };
}

/** An IPv4 address as such, also where the socket speaks IPv6. */
function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
