import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { ImportRow } from '@countersign/identity';
import { importedRows } from './imported-rows.ts';

async function rowsOf(text: string, participant: string | null = null): Promise<readonly ImportRow[]> {
  const rows: ImportRow[] = [];
  for await (const row of importedRows(Readable.from([Buffer.from(text)]), participant)) rows.push(row);
  return rows;
}

const header =
  'User ID,Surname,Other Names,Status,Enable From,Disable After,Groups,SRN,Certificate Expiry Date,E-mail,Participant ID';

describe('rows of a legacy listing', () => {
  it('are found under the names that listings use, whatever their case, order and signs', async () => {
    const [row] = await rowsOf('STATUS,user-id,SURNAME,participant\nENABLED,B0123401,TAI MAN,B01234\n');
    expect(row).toMatchObject({ userId: 'B0123401', surname: 'TAI MAN', status: 'ENABLED', participant: 'B01234' });
  });

  it('keep their line in the file across quoted line breaks and blank lines', async () => {
    const rows = await rowsOf(`${header}\n\nA1,"CHAN\nTAI",,ENABLED,,,,,,,ABC\nA2,LEE,,ENABLED,,,,,,,ABC\n`);
    expect(rows.map((row) => [row.userId, row.line])).toEqual([
      ['A1', 3],
      ['A2', 5],
    ]);
  });

  it.each(['\n', '\r\n', '\r'])(
    'begin at the line that an editor shows, whatever breaks the lines (%j)',
    async (nl) => {
      const lines = [header, 'A1,"CHAN\nTAI","X\r\nY",ENABLED,,,,,,,ABC', '', 'A2,LEE,,ENABLED,,,,,,,ABC'];
      const rows = await rowsOf(lines.join('\n').replaceAll('\r\n', '\n').replaceAll('\n', nl));
      expect(rows.map((row) => row.line)).toEqual([2, 6]);
    },
  );

  it.each([
    ['has a quotation mark before other text', 'A1,"CHAN" TAI,,ENABLED,,,,,,,ABC'],
    ['has more cells than the header', 'A1,CHAN,TAI,JR,ENABLED,,,,,,,ABC'],
    ['is not UTF-8', 'A1,\uFFFD,,ENABLED,,,,,,,ABC'],
  ])('say that they cannot be read when a line %s, and the next line can', async (_, line) => {
    const rows = await rowsOf(`${header}\n${line}\nA2,LEE,,ENABLED,,,,,,,ABC\n`);
    expect(rows.map((row) => [row.line, row.unreadable])).toEqual([
      [2, expect.stringMatching(/\.$/)],
      [3, undefined],
    ]);
  });

  it('keep quotation marks within a cell, and empty cells beyond the header mean nothing', async () => {
    const rows = await rowsOf(`${header}\nA1,CHAN "TIM" TAI,,ENABLED,,,,,,,ABC,,\n`);
    expect(rows).toMatchObject([{ surname: 'CHAN "TIM" TAI' }]);
    expect(rows[0]?.unreadable).toBeUndefined();
  });

  it('split groups at blanks, commas, semicolons and bars', async () => {
    const [row] = await rowsOf(`${header}\nA1,LEE,,ENABLED,,,"EE; DA_MAKER|X",,,,ABC\n`);
    expect(row?.groups).toEqual(['EE', 'DA_MAKER', 'X']);
  });

  it('may lack cells at the end, and take the participant that was given for all', async () => {
    const [row] = await rowsOf('User ID,Surname,Status,Email\nA1,LEE,ENABLED\n', 'ABC');
    expect(row).toMatchObject({ participant: 'ABC', email: '' });
  });

  it('are refused as a whole when the header is none, the file is empty or no CSV', async () => {
    await expect(rowsOf('a,b\n1,2\n')).rejects.toMatchObject({ code: 'COLUMNS_MISSING' });
    await expect(rowsOf(`${header},Surname\n`)).rejects.toMatchObject({ code: 'COLUMNS_TWICE' });
    await expect(rowsOf('')).rejects.toMatchObject({ code: 'CSV_EMPTY' });
    await expect(rowsOf(`${header}\n"A1,LEE\n`)).rejects.toMatchObject({ code: 'CSV_MALFORMED' });
  });

  it('a byte order mark before the header changes nothing', async () => {
    expect(await rowsOf(`\uFEFF${header}\nA1,LEE,,ENABLED,,,,,,,ABC\n`)).toHaveLength(1);
  });
});
