import { describe, expect, it } from '@jest/globals';
import { DependencyUnavailable } from '../faults/fault.ts';
import { Conflict, judge, repeatOnConflict } from './repeat-on-conflict.ts';
import { StatementFailed } from './statement-failed.ts';
import { PatienceEnded } from './within.ts';

const failed = (code: string, errno: number): StatementFailed =>
  new StatementFailed({ code, errno, message: 'x' }, 'UPDATE t');

describe('what a failure of the database means', () => {
  it.each([
    ['ER_LOCK_DEADLOCK', 1213],
    ['ER_LOCK_WAIT_TIMEOUT', 1205],
    ['ER_CHECKREAD', 1020],
    ['SQLITE_BUSY', 5],
    ['SQLITE_BUSY_SNAPSHOT', 517],
  ])('%s may be repeated as a whole', (code, errno) => {
    expect(judge(failed(code, errno))).toBeInstanceOf(Conflict);
  });

  it.each([
    ['PROTOCOL_CONNECTION_LOST', 0],
    ['ECONNREFUSED', -111],
    ['ER_CON_COUNT_ERROR', 1040],
    ['ER_SERVER_SHUTDOWN', 1053],
    ['ER_OPTION_PREVENTS_STATEMENT', 1290],
    ['ER_RECORD_FILE_FULL', 1114],
    ['SQLITE_FULL', 13],
  ])('%s is a dependency out of reach, and is not repeated', (code, errno) => {
    expect(judge(failed(code, errno))).toBeInstanceOf(DependencyUnavailable);
  });

  it('an answer that never came is a dependency out of reach', () => {
    expect(judge(new PatienceEnded('The database', 2_000))).toBeInstanceOf(DependencyUnavailable);
  });

  it('anything else stays what it is', () => {
    const duplicate = failed('ER_DUP_ENTRY', 1062);
    const own = new Error('own');
    expect([judge(duplicate), judge(own)]).toEqual([duplicate, own]);
  });
});

describe('repeating', () => {
  it('gives up after three repeats, as a dependency that is too busy', async () => {
    let attempts = 0;
    const work = repeatOnConflict(async () => {
      attempts += 1;
      throw new Conflict(failed('ER_LOCK_DEADLOCK', 1213));
    });
    await expect(work).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
    expect(attempts).toBe(4);
  });

  it('does not repeat what failed for another reason', async () => {
    let attempts = 0;
    const work = repeatOnConflict(async () => {
      attempts += 1;
      throw new Error('own');
    });
    await expect(work).rejects.toThrow('own');
    expect(attempts).toBe(1);
  });
});
