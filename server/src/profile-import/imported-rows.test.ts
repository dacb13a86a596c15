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
      ['A1', 4],
      ['A2', 5],
    ]);
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
    await expect(rowsOf('')).rejects.toMatchObject({ code: 'CSV_EMPTY' });
    await expect(rowsOf(`${header}\n"A1,LEE\n`)).rejects.toMatchObject({ code: 'CSV_MALFORMED' });
  });

  it('a byte order mark before the header changes nothing', async () => {
    expect(await rowsOf(`\uFEFF${header}\nA1,LEE,,ENABLED,,,,,,,ABC\n`)).toHaveLength(1);
  });
});
