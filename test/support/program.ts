import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';

const root = path.resolve(import.meta.dirname, '../..');
const entry = path.join(root, 'server/bin/countersign.mjs');

/** One run of the `countersign` command as a process of its own. */
export interface Program {
  readonly name: string;
  readonly pid: number;
  /** Everything it wrote so far, standard output and error together. */
  output(): string;
  running(): boolean;
  /** Resolves with the exit code, or with the signal's name, once it has ended. */
  readonly ended: Promise<number | string>;
  /** Asks it to finish and waits; kills it after 15 s. */
  stop(): Promise<void>;
  /** `kill -9`: nothing of it runs any longer when this resolves. */
  kill(): Promise<void>;
}

/** Starts the command with exactly these settings: nothing of the test's own environment but the path reaches it. */
export function startProgram(
  name: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  program: string = entry,
): Program {
  const child: ChildProcess = spawn(process.execPath, [program, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'test', NODE_NO_WARNINGS: '1', ...settings },
  });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => written.push(text));
  let running = true;
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => {
      running = false;
      resolve(code ?? signal ?? 'unknown');
    });
  });
  return {
    name,
    pid: child.pid ?? -1,
    output: () => written.join(''),
    running: () => running,
    ended,
    async stop() {
      if (!running) return;
      child.kill('SIGTERM');
      const late = pause(15_000, 'late', { ref: false });
      if ((await Promise.race([ended, late])) === 'late') child.kill('SIGKILL');
      await ended;
    },
    async kill() {
      if (running) child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Waits until the program at `url` says that it can do its work; fails with its last words when it ends instead. */
export async function ready(program: Program, url: string, withinMs = 60_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    if (!program.running()) throw new Error(`${program.name} ended:\n${program.output().slice(-4000)}`);
    const answer = await request(`${url}/readyz`, { headersTimeout: 2_000 }).catch(() => undefined);
    await answer?.body.dump();
    if (answer?.statusCode === 200) return;
    if (performance.now() > deadline)
      throw new Error(`${program.name} is not ready:\n${program.output().slice(-4000)}`);
    await pause(50);
  }
}
