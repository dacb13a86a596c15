import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { connectionLimits } from './connection-limits.ts';
import { refuseConnection } from './refuse-connection.ts';

const HUNDREDTH = 100;

describe('a body that never comes', () => {
  it('is refused when the time of its request is over, seen here a hundred times faster', async () => {
    const scaled = Object.entries(connectionLimits).map(([name, ms]) => [name, ms / HUNDREDTH] as const);
    const server = createServer(Object.fromEntries(scaled), (request) => void request.resume());
    server.on('clientError', refuseConnection(false));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const started = performance.now();
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      socket.write('POST / HTTP/1.1\r\nHost: door\r\nContent-Length: 100\r\n\r\n{');
      socket.setEncoding('utf8').on('data', (part) => (text += part));
      socket.on('close', () => resolve(text));
    });
    const { requestTimeout, connectionsCheckingInterval } = connectionLimits;
    expect(performance.now() - started).toBeLessThan((2 * (requestTimeout + connectionsCheckingInterval)) / HUNDREDTH);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('REQUEST_TIMEOUT');
    await new Promise((resolve) => server.close(resolve));
  });
});
