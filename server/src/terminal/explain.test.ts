import { describe, expect, it } from '@jest/globals';
import { Fault } from '@countersign/platform';
import { explain } from './explain.ts';

const refusedBySystem = (code: string) => Object.assign(new Error(`${code}: no`), { code });

describe('what an operator reads when a command fails', () => {
  it.each([
    ['EADDRINUSE', 'COUNTERSIGN_PORT'],
    ['ENOTFOUND', 'COUNTERSIGN_HOST'],
    ['EADDRNOTAVAIL', 'COUNTERSIGN_HOST'],
    ['ENOTDIR', 'COUNTERSIGN_DATA_DIR'],
    ['EACCES', 'COUNTERSIGN_DATA_DIR'],
  ])('names the setting behind %s and no place in the code', (code, name) => {
    expect(explain(refusedBySystem(code))).toContain(name);
    expect(explain(refusedBySystem(code))).not.toMatch(/\n {4}at /);
  });

  it('is the sentence of a fault, and the whole story of what nobody foresaw', () => {
    expect(explain(new Fault('CSV_EMPTY', 'The file is empty.'))).toBe('CSV_EMPTY: The file is empty.');
    expect(explain(new TypeError('x is not a function'))).toMatch(/\n {4}at /);
  });
});
