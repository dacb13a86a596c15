import { PassThrough, type Readable } from 'node:stream';

/** Bytes that may wait for a slow client beside what its socket holds. */
const WAITING_BYTES = 64 * 1024;

/** One stream of Server-Sent Events in the words of GraphQL over SSE, distinct connections: `next`, `complete`, comments. */
export interface EventWire {
  readonly readable: Readable;
  /** True until it was completed, broken off, or given up by the client. */
  isOpen(): boolean;
  /** False while what was written waits for the client: nothing more should be written then. */
  isFree(): boolean;
  next(result: object): void;
  heartbeat(): void;
  /** Ends for good: the client knows that nothing more comes. */
  complete(): void;
  /** Breaks off: the client knows that it missed something and comes again. */
  breakOff(): void;
}

/** Opens a wire; `freed` is told each time the client caught up. */
export function eventWire(freed: () => void): EventWire {
  const stream = new PassThrough({ highWaterMark: WAITING_BYTES });
  let free = true;
  const write = (text: string): void => {
    if (!stream.writable) return;
    free = stream.write(text);
  };
  stream.on('drain', () => {
    free = true;
    freed();
  });
  // A client that hangs up is no failure; who cares listens to the end of `readable`.
  stream.on('error', () => undefined);
  return {
    readable: stream,
    isOpen: () => stream.writable,
    isFree: () => free,
    next: (result) => write(`event: next\ndata: ${JSON.stringify(result)}\n\n`),
    heartbeat: () => write(':\n\n'),
    complete() {
      if (stream.writable) stream.end('event: complete\ndata:\n\n');
    },
    breakOff: () => void stream.destroy(new Error('The stream was broken off.')),
  };
}
