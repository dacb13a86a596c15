import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDoor } from '../testing/open-door.ts';

let door: Awaited<ReturnType<typeof openDoor>>;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

/** Everything the door answers to some bytes until it hangs up. */
function sent(bytes: string): Promise<string> {
  const { hostname, port } = new URL(door.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (part) => (answer += part));
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}
const codeIn = (answer: string): unknown =>
  (JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as { errors: { extensions: { code: unknown } }[] }).errors[0]
    ?.extensions.code;

const head = 'POST /graphql HTTP/1.1\r\nHost: door\r\nContent-Type: application/json\r\nConnection: close\r\n';

describe('what never becomes a request', () => {
  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400, 'BAD_REQUEST'],
    ['another version', 'POST /graphql HTTP/9.9\r\n\r\n', 400, 'BAD_REQUEST'],
    [
      'two lengths (smuggling)',
      `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
      'BAD_REQUEST',
    ],
    ['headers without end', `${head}X: ${'a'.repeat(40_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
    ['an address that is none', 'GET /%zz HTTP/1.1\r\nHost: door\r\nConnection: close\r\n\r\n', 400, 'BAD_REQUEST'],
  ])('%s has a code, a sentence and the security headers (G8)', async (_what, bytes, status, code) => {
    const answer = await sent(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(codeIn(answer)).toBe(code);
    expect(answer.toLowerCase()).toMatch(/\r\nx-content-type-options: nosniff\r\n/);
    expect(answer.toLowerCase()).toMatch(/\r\nx-request-id: [0-9a-f-]{36}\r\n/);
    expect(answer).not.toMatch(/FST_|HPE_|\bat \S+:\d+/);
  });
});
