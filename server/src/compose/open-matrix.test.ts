import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { standardMatrix } from '@countersign/identity';
import type { SettingValues } from '../settings/setting-shape.ts';
import { openMatrix } from './open-matrix.ts';

const open = (file?: string) =>
  openMatrix({ values: (file === undefined ? {} : { COUNTERSIGN_PERMISSION_MATRIX: file }) as SettingValues });

describe('the permission matrix of an installation', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'countersign-matrix-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (text: string): string => {
    const file = path.join(folder, 'matrix.json');
    writeFileSync(file, text);
    return file;
  };

  it("is the product's own when no file is named", () => {
    expect(open().rows).toEqual(standardMatrix().rows);
  });

  it('is that of the file, cell by cell', () => {
    const rows = standardMatrix().rows.map(({ sides, ...row }) => ({ ...row, ...sides }));
    const other = rows.map((row) => (row.action === 'ADD_DA_GROUPS' ? { ...row, PARALLEL: ['HKEX'] } : row));
    const matrix = open(write(JSON.stringify({ rows: other })));
    const question = { side: 'HKEX', action: 'ADD_DA_GROUPS', target: 'USER', phase: 'PARALLEL' } as const;
    expect([standardMatrix().permits(question), matrix.permits(question)]).toEqual([false, true]);
  });

  it('stops the start with a sentence when the file is absent or wrong', () => {
    expect(() => open(path.join(folder, 'none.json'))).toThrow('none.json cannot be read');
    const file = write('{"rows": []}');
    expect(() => open(file)).toThrow(`The permission matrix ${file} is wrong. CREATE on DA has no row`);
  });
});
