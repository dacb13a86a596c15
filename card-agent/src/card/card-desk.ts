import { fork } from 'node:child_process';
import path from 'node:path';
import type { CardErrand, CardOrder, CardOutcome } from './card-order.ts';

/** Does one thing with the card and comes back with what came of it; never rejects. */
export type CardDesk = (order: CardOrder) => Promise<CardOutcome>;

export interface CardDeskOptions {
  readonly module: string;
  /** How long a card may take; a hanging module is killed then. */
  readonly patienceMs: number;
  /** What the module finds its own settings in, e.g. SOFTHSM2_CONF. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const here = import.meta.filename;
/** Beside this file, in the same language: TypeScript from the source, JavaScript once built. */
const program = path.join(path.dirname(here), `card-program${path.extname(here)}`);

function runErrand(errand: CardErrand, { patienceMs, environment }: CardDeskOptions): Promise<CardOutcome> {
  return new Promise((resolve) => {
    const child = fork(program, [], {
      env: environment,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
      serialization: 'advanced',
    });
    const end = (outcome: CardOutcome) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve(outcome);
    };
    const timer = setTimeout(() => end({ ok: false, code: 'CARD_TIMEOUT' }), patienceMs);
    child.once('message', (outcome) => end(outcome as CardOutcome));
    child.once('error', (error) => end({ ok: false, code: 'CARD_FAILED', detail: error.message }));
    child.once('exit', (code, signal) =>
      end({ ok: false, code: 'CARD_FAILED', detail: `the module ended its program: ${signal ?? code}` }),
    );
    child.send(errand, () => undefined);
  });
}

/** One errand at a time, each in a program of its own with a time limit, so the HTTP side never waits inside a module. */
export function openCardDesk(options: CardDeskOptions): CardDesk {
  let last: Promise<unknown> = Promise.resolve();
  return (order) => {
    const turn = last.then(() => runErrand({ module: options.module, order }, options));
    last = turn;
    return turn;
  };
}
