import type { Step } from './house.ts';

const tooBusy: Step = { __typename: 'FlowRefused', code: 'DEPENDENCY_UNAVAILABLE' };

/** Asks all at once. On a busy machine the database refuses some who waited too long: they got nothing, which is an answer too. */
export function crowd(count: number, ask: (turn: number) => Promise<Step>): Promise<readonly Step[]> {
  const one = (turn: number) =>
    ask(turn).catch((fault: unknown) => {
      if ((fault as { code?: string }).code === 'DEPENDENCY_UNAVAILABLE') return tooBusy;
      throw fault;
    });
  return Promise.all(Array.from({ length: count }, (_, turn) => one(turn)));
}
