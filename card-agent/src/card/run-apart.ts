import { fork } from 'node:child_process';
import path from 'node:path';

/** A program of this package, and how it is run. */
export interface Apart {
  /** The file that asks; the program stands beside it. */
  readonly beside: string;
  /** File name without its ending: TypeScript from the source, JavaScript once built. */
  readonly program: string;
  /** How long it may take before it is killed. */
  readonly patienceMs: number;
  /** What a PKCS#11 module finds its own settings in, e.g. SOFTHSM2_CONF. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** How a program ended without an answer. */
export type Unanswered = { readonly ended: 'TIMEOUT' } | { readonly ended: 'DIED'; readonly detail: string };

/** Sends one message to a program of its own and comes back with its answer; never rejects (docs/decisions/0063). */
export function runApart<Answer>(message: object, apart: Apart): Promise<Answer | Unanswered> {
  const file = path.join(path.dirname(apart.beside), `${apart.program}${path.extname(apart.beside)}`);
  return new Promise((resolve) => {
    const child = fork(file, [], {
      env: apart.environment,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
    });
    const end = (answer: Answer | Unanswered) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve(answer);
    };
    const timer = setTimeout(() => end({ ended: 'TIMEOUT' }), apart.patienceMs);
    child.once('message', (answer) => end(answer as Answer));
    child.once('error', (error) => end({ ended: 'DIED', detail: error.message }));
    child.once('exit', (code, signal) => end({ ended: 'DIED', detail: `the program ended with ${signal ?? code}` }));
    child.send(message, () => undefined);
  });
}
