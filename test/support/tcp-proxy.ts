import { createServer, connect, type Socket } from 'node:net';

/** A wire between a program and a server that a test can cut. */
export interface Wire {
  readonly port: number;
  /** Cuts all connections and refuses new ones. */
  cut(): Promise<void>;
  /** Keeps connections open but passes nothing on, as a half-open network does. */
  stall(): void;
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** Lays a wire to `host:port`, on a free port of its own. */
export async function layWire(to: { readonly host: string; readonly port: number }): Promise<Wire> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let stalled = false;
  const server = createServer((near) => {
    const far = connect(to);
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) socket.setNoDelay(true).on('error', end).on('close', end);
    near.pipe(far);
    far.pipe(near);
    if (stalled) for (const socket of pair) socket.pause();
  });
  const listen = (port: number) => new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The wire has no port.');
  const { port } = address;
  const cut = async () => {
    const closed = server.listening ? new Promise<void>((resolve) => void server.close(() => resolve())) : undefined;
    for (const pair of [...pairs]) for (const socket of pair) socket.destroy();
    await closed;
  };
  return {
    port,
    cut,
    stall() {
      stalled = true;
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    async mend() {
      stalled = false;
      for (const pair of pairs) for (const socket of pair) socket.resume();
      if (!server.listening) await listen(port);
    },
    close: cut,
  };
}
