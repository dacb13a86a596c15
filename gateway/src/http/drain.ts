import type { FastifyInstance } from 'fastify';

const LOOK_EVERY_MS = 50;

/**
 * Stops taking requests, lets those under way finish, then ends. A kept-alive connection whose last request was under way
 * when draining began would hold the server open, so idle ones are closed again and again until none is left.
 */
export async function drain(server: FastifyInstance): Promise<void> {
  const sweep = setInterval(() => server.server.closeIdleConnections(), LOOK_EVERY_MS);
  try {
    await server.close();
  } finally {
    clearInterval(sweep);
  }
}
