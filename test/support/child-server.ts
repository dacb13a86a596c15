import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

/** A server that a test started for itself. */
export interface ChildServer {
  readonly pid: number;
  /** Ends it at once, as a crash would, and waits until it is gone. */
  kill(): Promise<void>;
  /** Asks it to end and waits; after 10 s it is killed. */
  end(): Promise<void>;
}

const READY_MS = 60_000;
const END_MS = 10_000;

async function untilAnswers(child: ChildProcess, answers: () => Promise<boolean>, said: () => string): Promise<void> {
  const deadline = performance.now() + READY_MS;
  while (!(await answers().catch(() => false))) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode}:\n${said()}`);
    if (performance.now() > deadline) throw new Error(`${child.spawnfile} did not answer:\n${said()}`);
    await wait(50);
  }
}

/** Starts a program and waits until it answers; it dies with this process. */
export async function startChild(
  command: string,
  args: readonly string[],
  answers: () => Promise<boolean>,
): Promise<ChildServer> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => (output = `${output}${text}`.slice(-4_000)));
  const failed = once(child, 'error').then(([error]) => Promise.reject(error as Error));
  const reap = (): void => void child.kill('SIGKILL');
  process.once('exit', reap);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void gone.then(() => process.off('exit', reap));
  await Promise.race([untilAnswers(child, answers, () => output), failed]);

  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const timer = setTimeout(reap, END_MS);
    await gone;
    clearTimeout(timer);
  };
  return { pid: child.pid ?? 0, kill: () => stop('SIGKILL'), end: () => stop('SIGTERM') };
}
