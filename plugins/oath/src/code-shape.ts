/** Hash under the code (RFC 4226, RFC 6238 1.2). */
export type OathAlgorithm = 'sha1' | 'sha256' | 'sha512';

/** How a device makes its codes out of its key. */
export interface CodeShape {
  readonly digits: 6 | 8;
  readonly algorithm: OathAlgorithm;
}

/** What every app understands, and the product registers unless told otherwise (O1). */
export const usualShape: CodeShape = { digits: 6, algorithm: 'sha1' };

/** A shape out of a table's columns, which older rows do not have. */
export function shapeOfRow(row: { readonly digits: number | null; readonly algorithm: string | null }): CodeShape {
  const { digits, algorithm } = row;
  return {
    digits: digits === 8 ? 8 : usualShape.digits,
    algorithm: algorithm === 'sha256' || algorithm === 'sha512' ? algorithm : usualShape.algorithm,
  };
}
