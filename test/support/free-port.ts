import { createServer } from 'node:net';

/** Below the range from which systems take ports for outgoing connections: none of those can take one before it is used. */
const FIRST = 12_000;
const LAST = 31_999;
/** Workers of one run draw from shares of their own, and runs beside each other begin somewhere else. */
const SHARES = 10;
const SHARE = Math.floor((LAST - FIRST + 1) / SHARES);
const mine = FIRST + (Number(process.env['JEST_WORKER_ID'] ?? 0) % SHARES) * SHARE;
let next = process.pid % SHARE;

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** A port of the loopback interface that nobody listens on now, and that this process gives out once. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < SHARE; tries += 1) {
    next = (next + 1) % SHARE;
    if (await isFree(mine + next)) return mine + next;
  }
  throw new Error(`No port between ${mine} and ${mine + SHARE - 1} is free.`);
}
