import { readFileSync } from 'node:fs';
import type { PermissionMatrix } from './matrix.ts';
import { readMatrix } from './read-matrix.ts';

/** The matrix that comes with the product: `permission-matrix.json` beside the package's manifest. */
export function standardMatrix(): PermissionMatrix {
  const file = new URL('../../permission-matrix.json', import.meta.url);
  return readMatrix(readFileSync(file, 'utf8'), 'permission-matrix.json');
}
