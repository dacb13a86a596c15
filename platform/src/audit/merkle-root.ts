import { createHash } from 'node:crypto';
import { AUDIT_COLUMNS, type AuditRow } from './audit-row.ts';

/** A leaf never equals a node: each is hashed behind a byte of its own (RFC 6962 2.1). */
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** SHA-256 over every column of a row as a JSON array, in which no two different rows are written alike. */
export function leafOf(row: AuditRow): Buffer {
  const text = JSON.stringify(AUDIT_COLUMNS.map((column) => row[column]));
  return createHash('sha256').update(LEAF).update(text, 'utf8').digest();
}

function nodeOf(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}

/** The root of the leaves' tree; a node without a neighbour goes up as it is (RFC 6962 2.1). */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest();
  let level = leaves;
  while (level.length > 1) {
    const above: Buffer[] = [];
    for (let left = 0; left < level.length; left += 2) {
      const [one, other] = [level[left] as Buffer, level[left + 1]];
      above.push(other === undefined ? one : nodeOf(one, other));
    }
    level = above;
  }
  return level[0] as Buffer;
}
