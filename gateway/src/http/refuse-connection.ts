import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { errorCodes } from '../error-codes.ts';
import { refusalBody, type Refusal } from '../limits/refusal.ts';
import { doorHeaders } from './security-headers.ts';

const BY_PARSER_CODE: Readonly<Record<string, Refusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'REQUEST_TIMEOUT', message: errorCodes.REQUEST_TIMEOUT },
  HPE_HEADER_OVERFLOW: { status: 431, code: 'HEADERS_TOO_LARGE', message: errorCodes.HEADERS_TOO_LARGE },
};
const NO_HTTP: Refusal = { status: 400, code: 'BAD_REQUEST', message: 'What was sent is not HTTP/1.1.' };

/** Answers what never became a request (no HTTP, endless headers, a body that stays away) as the door answers all else, and hangs up. */
export function refuseConnection(
  production: boolean,
): (error: Error & { readonly code?: string }, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const refusal = BY_PARSER_CODE[error.code ?? ''] ?? NO_HTTP;
    const body = JSON.stringify(refusalBody(refusal));
    const headers = {
      ...doorHeaders(production),
      'x-request-id': randomUUID(),
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(body)),
      connection: 'close',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    if (socket.writable) {
      socket.write(`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${lines.join('')}\r\n${body}`);
    }
    socket.destroy(error);
  };
}
