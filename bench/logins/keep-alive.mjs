import { createConnection } from 'node:net';

/** One keep-alive connection, spoken to without an HTTP library: the load shares the processors with what it measures. */
export function keepAlive({ hostname, port }) {
  const socket = createConnection({ host: hostname, port: Number(port), noDelay: true });
  let received = '';
  let answered;
  socket.setEncoding('latin1');
  socket.on('error', (error) => answered?.reject(error));
  socket.on('data', (chunk) => {
    received += chunk;
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = received.slice(0, end);
    const length = bodyLength(head, received.slice(end + 4));
    if (length === undefined) return;
    const body = Buffer.from(length.text, 'latin1').toString('utf8');
    received = '';
    answered.resolve({ status: Number(head.slice(9, 12)), head, body });
  });
  return {
    /** Posts JSON and answers `{ status, head, body }`. */
    post(path, value, headers = '') {
      const body = JSON.stringify(value);
      return new Promise((resolve, reject) => {
        answered = { resolve, reject };
        socket.write(
          `POST ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`,
        );
      });
    },
    close: () => socket.destroy(),
  };
}

/** The body once it is all there, by its length or by its chunks; undefined before. */
function bodyLength(head, rest) {
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) return rest.length < Number(length) ? undefined : { text: rest.slice(0, Number(length)) };
  let text = '';
  for (let at = 0; ;) {
    const line = rest.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = Number.parseInt(rest.slice(at, line), 16);
    if (rest.length < line + 2 + size + 2) return undefined;
    if (size === 0) return { text };
    text += rest.slice(line + 2, line + 2 + size);
    at = line + 2 + size + 2;
  }
}
