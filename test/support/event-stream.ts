import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** A stream of events as a client reads it. */
export interface OpenEvents {
  readonly answer: IncomingMessage;
  /** What came so far: `next`, `complete`, and comments as `:`. */
  readonly came: readonly { readonly event: string; readonly data: string }[];
  /** Holds once the stream has ended; `whole` is false when it was broken off. */
  readonly ended: Promise<{ readonly whole: boolean }>;
  /** Waits until something came. */
  until(what: string, holds: () => boolean): Promise<void>;
  hangUp(): void;
}

const PATIENCE_MS = 20_000;

function eventOf(block: string): { event: string; data: string } {
  const line = (name: string) => new RegExp(`^${name}:? ?(.*)$`, 'm').exec(block)?.[1] ?? '';
  return block.startsWith(':') ? { event: ':', data: '' } : { event: line('event'), data: line('data') };
}

/** Opens a stream by POST with nothing but Node's own client; `paused` reads nothing of it. */
export async function openEvents(
  url: string,
  body: object,
  headers: Record<string, string>,
  { paused = false } = {},
): Promise<OpenEvents> {
  const came: { event: string; data: string }[] = [];
  const sent = request(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
  });
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve).once('error', reject);
    sent.end(JSON.stringify(body));
  });
  let rest = '';
  if (!paused) {
    answer.setEncoding('utf8').on('data', (text: string) => {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      came.push(...blocks.map(eventOf));
    });
  }
  const ended = new Promise<{ whole: boolean }>((resolve) => {
    answer.on('error', () => undefined).once('close', () => resolve({ whole: answer.complete }));
  });
  return {
    answer,
    came,
    ended,
    async until(what, holds) {
      const start = performance.now();
      while (!holds()) {
        if (performance.now() - start > PATIENCE_MS) throw new Error(`It never came true: ${what}.`);
        await pause(2);
      }
    },
    hangUp: () => void sent.destroy(),
  };
}
