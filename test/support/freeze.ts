import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const stateOf = (task: string): string => {
  try {
    return /^State:\s+(\S)/mu.exec(readFileSync(`${task}/status`, 'utf8'))?.[1] ?? '';
  } catch {
    // A thread may end while the others are read.
    return 'T';
  }
};

/**
 * Stops a process and answers when every thread of it stands still: the signal alone reaches the threads one by one, and
 * one that still runs may answer a request sent after it.
 */
export async function freeze(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  const tasks = `/proc/${pid}/task`;
  const deadline = performance.now() + 5_000;
  while (readdirSync(tasks).some((task) => stateOf(`${tasks}/${task}`) !== 'T')) {
    if (performance.now() > deadline) throw new Error(`Process ${pid} does not stop.`);
    await wait(2);
  }
}
