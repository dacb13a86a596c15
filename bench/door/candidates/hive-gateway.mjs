import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { announce } from '../announce.mjs';
import { supergraph } from '../model.mjs';

const runtime = createGatewayRuntime({
  supergraph: supergraph(JSON.parse(process.argv[2])),
  unifiedGraphHandler,
  logging: false,
  maskedErrors: true,
});
const server = createServer(runtime);
server.listen(0, '127.0.0.1', () => announce(`http://127.0.0.1:${server.address().port}/graphql`));
