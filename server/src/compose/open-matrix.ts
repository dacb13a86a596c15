import { readFileSync } from 'node:fs';
import { type PermissionMatrix, readMatrix, standardMatrix } from '@countersign/identity';
import { SettingsRefused } from '@countersign/platform';
import type { Settings } from '../settings/read-server-settings.ts';

/** This installation's permission matrix: the file that a setting names, else the product's own (A1). */
export function openMatrix({ values }: Pick<Settings, 'values'>): PermissionMatrix {
  const path = values.COUNTERSIGN_PERMISSION_MATRIX;
  return path === undefined ? standardMatrix() : readMatrix(textOf(path), path);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new SettingsRefused([`COUNTERSIGN_PERMISSION_MATRIX is wrong: ${path} cannot be read.`]);
  }
}
