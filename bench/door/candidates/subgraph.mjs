import { createServer } from 'node:http';
import { announce } from '../announce.mjs';
import { subgraphExecutor } from '../model.mjs';

/** One subgraph behind plain HTTP, for the candidates that cannot reach it in memory. */
const execute = subgraphExecutor(process.argv[2]);
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    const { query, variables, operationName } = JSON.parse(Buffer.concat(chunks).toString());
    const body = JSON.stringify(await execute(query, variables, operationName));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => announce(`http://127.0.0.1:${server.address().port}/graphql`));
