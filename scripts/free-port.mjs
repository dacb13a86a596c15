import net from 'node:net';

/** Below the range from which systems take ports for outgoing connections, so that none of those is faster. */
let drawn = 32_000 + (process.pid % 350) * 2;

/** A port of the loopback interface that nobody listens on now, and that this process gives out once. */
export const freePort = async () => {
  for (;;) {
    drawn += 1;
    const port = drawn;
    const free = await new Promise((resolve) => {
      const server = net.createServer();
      server.on('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
};
