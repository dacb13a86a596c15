import { describe, expect, it } from '@jest/globals';
import { readBulkFile } from './read-bulk-file.ts';

const read = (csv: string) => {
  const judged = readBulkFile(csv);
  if (!judged.ok) throw new Error(`${judged.refusal.code}: ${judged.refusal.message}`);
  return judged.value;
};
const refusal = (csv: string) => {
  const judged = readBulkFile(csv);
  return judged.ok ? null : judged.refusal;
};

describe('a bulk file', () => {
  it('is read with BOM, CRLF or LF, quotes, any case and any order of columns', () => {
    const csv = '\uFEFFUser ID,ACTION,Other_Names,email\r\nHKABC101,EMAIL,"Siu, ""M"" Ming",a@abc.com.hk\r\n';
    expect(read(csv)).toEqual([
      {
        line: 2,
        unreadable: null,
        cells: expect.objectContaining({
          user_id: 'HKABC101',
          action: 'EMAIL',
          other_names: 'Siu, "M" Ming',
          email: 'a@abc.com.hk',
          surname: '',
          reason: '',
        }),
      },
    ]);
    for (const end of ['\n', '\r']) expect(read(csv.replaceAll('\r\n', end))).toEqual(read(csv));
  });

  it('may have been put together from two systems that end lines differently', () => {
    for (const csv of [
      'action,user_id\r\nDELETE,A\nDELETE,B\nDELETE,C\r\n',
      'action,user_id\nDELETE,A\r\nDELETE,B\r\nDELETE,C',
    ])
      expect(read(csv).map(({ line, cells }) => [line, cells.user_id])).toEqual([
        [2, 'A'],
        [3, 'B'],
        [4, 'C'],
      ]);
  });

  it('numbers its lines as a spreadsheet does: blank ones count, breaks inside a cell do not', () => {
    const csv = 'action,user_id,surname\n\nEMAIL,HKABC101,"two\nlines"\n,,\nEMAIL,HKABC102,\n';
    expect(read(csv).map(({ line }) => line)).toEqual([3, 5]);
  });

  it('takes a line that ends early as one with blank cells, and refuses a cell beyond the header by itself', () => {
    const [short, long] = read('action,user_id,email\nDELETE,HKABC101\nEMAIL,HKABC102,a@b.com,more\n');
    expect(short?.unreadable).toBeNull();
    expect(long?.unreadable).toMatch(/more cells/);
  });

  it('says which line holds what is not UTF-8', () => {
    expect(read('action,user_id\nEMAIL,\uFFFD\n')[0]?.unreadable).toMatch(/UTF-8/);
  });

  it.each([
    [
      'an unknown column, by name',
      'action,user_id,Phone\nEMAIL,X,1',
      'BULK_MALFORMED',
      'Line 1: there is no column "Phone"',
    ],
    ['a column named twice', 'action,user_id,USER_ID\nEMAIL,X,1', 'BULK_MALFORMED', '"USER_ID" appears twice'],
    ['a header without user_id', 'action,email\nEMAIL,1', 'BULK_MALFORMED', '"user_id" is missing'],
    ['quotation marks left open', 'action,user_id\nEMAIL,A\nEMAIL,"B\nEMAIL,C', 'BULK_MALFORMED', 'Line 3:'],
    ['a mark inside a bare cell', 'action,user_id\nEMAIL,A\nEMAIL,B"x', 'BULK_MALFORMED', 'Line 3:'],
    ['nothing at all', '', 'BULK_EMPTY', 'no change'],
    ['a header alone', 'action,user_id\r\n', 'BULK_EMPTY', 'no change'],
    ['blank lines alone', 'action,user_id\n,\n\n', 'BULK_EMPTY', 'no change'],
  ])('is refused for %s', (_, csv, code, message) => {
    expect(refusal(csv)).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('holds 2,000 lines and no more, and 512 KB and no more', () => {
    const lines = (count: number) => `action,user_id\n${'DELETE,HKABC101\n'.repeat(count)}`;
    expect(read(lines(2_000))).toHaveLength(2_000);
    expect(refusal(lines(2_001))?.code).toBe('BULK_TOO_LARGE');
    expect(refusal(`action,user_id,reason\nDELETE,HKABC101,${'界'.repeat(180_000)}`)?.code).toBe('BULK_TOO_LARGE');
  });
});
