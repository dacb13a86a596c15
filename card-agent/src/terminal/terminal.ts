import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** A person at a terminal. */
export interface Terminal {
  say(line: string): void;
  /** What the person types on one line; `hidden` shows nothing of it. Ends with the signal. */
  ask(question: string, how: { readonly hidden: boolean; readonly signal: AbortSignal }): Promise<string>;
}

/** The terminal that the program was started from. */
export const ownTerminal: Terminal = {
  say: (line) => void process.stdout.write(`${line}\n`),
  async ask(question, { hidden, signal }) {
    process.stdout.write(question);
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
    const reader = createInterface({ input: process.stdin, output: hidden ? silent : process.stdout, terminal: true });
    // Raw input takes Ctrl-C for a letter; it is meant for the agent.
    reader.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    try {
      return await reader.question('', { signal });
    } finally {
      reader.close();
      if (hidden) process.stdout.write('\n');
    }
  },
};
