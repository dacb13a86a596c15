import type { FastifyInstance } from 'fastify';
import type { Logger } from '@countersign/platform';

/** Named checks; each throws when its part cannot work. */
export type Readiness = Readonly<Record<string, () => Promise<void>>>;

/** `/livez` says the process answers; `/readyz` says whether it should be sent work, and which part is missing if not. */
export function addHealthRoutes(
  server: FastifyInstance,
  options: { readonly readiness: Readiness; readonly draining: () => boolean; readonly logger: Logger },
): void {
  const { readiness, draining, logger } = options;
  server.get('/livez', () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    if (draining()) return reply.code(503).send({ status: 'draining' });
    const parts = await Promise.all(
      Object.entries(readiness).map(async ([part, check]) => {
        try {
          await check();
          return [part, 'ok'] as const;
        } catch (error) {
          logger.warn({ part, err: error }, 'not ready');
          return [part, 'unavailable'] as const;
        }
      }),
    );
    const ready = parts.every(([, state]) => state === 'ok');
    return reply
      .code(ready ? 200 : 503)
      .send({ status: ready ? 'ok' : 'unavailable', parts: Object.fromEntries(parts) });
  });
}
