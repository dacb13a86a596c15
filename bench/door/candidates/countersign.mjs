import { createGateway, localSettings } from '../../../gateway/src/index.ts';
import { createLogger, systemClock } from '../../../platform/src/index.ts';
import { announce } from '../announce.mjs';
import { subgraphExecutor, subgraphNames, supergraph } from '../model.mjs';

/** The door as it ships, its subgraphs in memory; log lines are written as in production, to nowhere. */
const transports = Object.fromEntries(
  subgraphNames.map((name) => {
    const execute = subgraphExecutor(name);
    return [name, (request) => execute(request.query, request.variables, request.operationName)];
  }),
);
const gateway = await createGateway({
  supergraphSdl: supergraph(),
  transports,
  sessions: async () => null,
  accounts: async () => null,
  exports: {},
  tokens: { keys: async () => null, introspect: async () => null },
  events: { tail: () => () => undefined },
  logger: createLogger({
    level: process.env.BENCH_LOG ?? 'warn',
    part: 'gateway',
    destination: { write: () => undefined },
  }),
  clock: systemClock,
  settings: { ...localSettings, port: 0, production: true },
  readiness: {},
});
announce(`${await gateway.listen()}/graphql`);
