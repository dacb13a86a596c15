import type { CardErrand, CardOrder, CardOutcome } from './card-order.ts';
import { type Apart, runApart } from './run-apart.ts';

/** Does one thing with the card and comes back with what came of it; never rejects. */
export type CardDesk = (order: CardOrder) => Promise<CardOutcome>;

export interface CardDeskOptions extends Pick<Apart, 'patienceMs' | 'environment'> {
  /** Path of the PKCS#11 module. */
  readonly module: string;
}

/** One errand at a time, each in a program of its own with a time limit, so the HTTP side never waits inside a module. */
export function openCardDesk({ module, patienceMs, environment }: CardDeskOptions): CardDesk {
  const apart: Apart = { beside: import.meta.filename, program: 'card-program', patienceMs, environment };
  const runErrand = async (errand: CardErrand): Promise<CardOutcome> => {
    const answer = await runApart<CardOutcome>(errand, apart);
    if (!('ended' in answer)) return answer;
    if (answer.ended === 'TIMEOUT') return { ok: false, code: 'CARD_TIMEOUT' };
    return { ok: false, code: 'CARD_FAILED', detail: answer.detail };
  };
  let last: Promise<unknown> = Promise.resolve();
  let reading: Promise<CardOutcome> | null = null;
  const queue = (order: CardOrder) => {
    const turn = last.then(() => runErrand({ module, order }));
    last = turn;
    return turn;
  };
  return (order) => {
    if (order.do !== 'READ') return queue(order);
    // A page that asks for the status in a loop must not fill the queue before the person's PIN.
    reading ??= queue(order).finally(() => {
      reading = null;
    });
    return reading;
  };
}
