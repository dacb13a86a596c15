import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allows, changeStates, isOpen, transitions } from './transitions.ts';

const anyState = fc.constantFrom(...changeStates);

describe('the states of a change request', () => {
  it('are decided once and applied once on every path', () => {
    fc.assert(
      fc.property(fc.array(anyState, { maxLength: 40 }), (attempts) => {
        const path = attempts.reduce(
          (walked, to) => (allows(walked.at(-1) ?? 'SUBMITTED', to) ? [...walked, to] : walked),
          ['SUBMITTED' as (typeof changeStates)[number]],
        );
        expect(path.length).toBeLessThanOrEqual(3);
        expect(path.filter((state) => state === 'AUTHORISED').length).toBeLessThanOrEqual(1);
        if (path.includes('EXECUTED')) expect(path).toEqual(['SUBMITTED', 'AUTHORISED', 'EXECUTED']);
        expect(new Set(path).size).toBe(path.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never come back to SUBMITTED', () => {
    for (const from of changeStates) expect(allows(from, 'SUBMITTED')).toBe(false);
  });

  it('are open exactly while something may still follow', () => {
    expect(changeStates.filter(isOpen)).toEqual(['SUBMITTED', 'AUTHORISED']);
  });

  it('reach every state from SUBMITTED', () => {
    const reached = new Set<string>(['SUBMITTED', ...transitions.SUBMITTED, ...transitions.AUTHORISED]);
    expect([...reached].sort()).toEqual([...changeStates].sort());
  });
});
