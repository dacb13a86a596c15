import { describe, expect, it } from '@jest/globals';
import type { ImportCommit } from '@countersign/identity';
import { importReport } from './import-report.ts';

function reportOn(commit: ImportCommit, isTTY = false) {
  const written: string[] = [];
  const out = { isTTY, write: (text: string) => written.push(text) > 0 };
  return {
    report: importReport(out as unknown as NodeJS.WriteStream, commit, { bytes: 100, bytesRead: () => 50 }),
    text: () => written.join(''),
  };
}

const refused = { kind: 'refused', line: 7, userId: 'A\u001b[2J1', code: 'USER_ID_FORMAT', message: 'no' } as const;

describe('import report', () => {
  it('names line and reason of a refused row, and lets no control character of the file through', () => {
    const { report, text } = reportOn('dry-run');
    report.take(refused);
    expect(text()).toBe('line 7: A?[2J1: USER_ID_FORMAT: no\n');
  });

  it('ends with 2 and says that nothing was kept when one row of "all" was refused', () => {
    const { report, text } = reportOn('all');
    report.take({ kind: 'done', read: 2, accepted: 1, refused: 1, committed: 0 });
    expect(report.end()).toBe(2);
    expect(text()).toMatch(/Nothing was kept/);
  });

  it('ends with 0 when every row is good, and says that a dry run kept nothing', () => {
    const { report, text } = reportOn('dry-run');
    report.take({ kind: 'done', read: 2, accepted: 2, refused: 0, committed: 0 });
    expect(report.end()).toBe(0);
    expect(text()).toMatch(/dry run/);
  });

  it('tells its progress in plain lines where there is no terminal', () => {
    const { report, text } = reportOn('per-row');
    for (let read = 500; read <= 20_000; read += 500)
      report.take({ kind: 'progress', read, accepted: read, refused: 0, committed: read });
    expect(text()).toBe('10000 rows read, 0 refused\n20000 rows read, 0 refused\n');
  });
});
