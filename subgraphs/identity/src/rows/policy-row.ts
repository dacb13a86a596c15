import { execute, insertIfAbsent, marksFor, query, type Transaction } from '@countersign/platform';
import type { Versioned } from '../changes/house-records.ts';
import { effectivePolicies, type PolicyValues, type StoredPolicy } from '../policy/policies.ts';
import { type PolicyKey, policyKeys, type PolicyValue } from '../policy/policy-book.ts';

interface PolicyRow {
  readonly policy_key: string;
  readonly participant: string;
  readonly value_json: string | null;
  readonly version: number;
}

const COLUMNS = 'policy_key, participant, value_json, version';
const HOUSE = '';

/** The decided value of a row; a key that the book no longer has is left alone. */
function inForce(row: PolicyRow): readonly StoredPolicy[] {
  const key = policyKeys.find((each) => each === row.policy_key);
  if (key === undefined || row.value_json === null) return [];
  const participant = row.participant === HOUSE ? null : row.participant;
  return [{ key, participant, value: JSON.parse(row.value_json) as PolicyValue }];
}

/** Every decided value of the house, and of one participant. */
export async function readPolicies(tx: Transaction, participant: string | null): Promise<readonly StoredPolicy[]> {
  const rows = await query<PolicyRow>(
    tx,
    `SELECT ${COLUMNS} FROM policy WHERE participant IN (?, ?) ORDER BY policy_key, participant`,
    [HOUSE, participant ?? HOUSE],
  );
  return rows.flatMap(inForce);
}

/** The values that hold for a participant, or for the house: one statement. */
export async function policiesFor(tx: Transaction, participant: string | null): Promise<PolicyValues> {
  return effectivePolicies(await readPolicies(tx, participant), participant);
}

/** The values that hold for each of these participants, at its place: one statement. */
export async function policiesForEach(
  tx: Transaction,
  participants: readonly (string | null)[],
): Promise<readonly PolicyValues[]> {
  const { marks, values } = marksFor([...new Set([HOUSE, ...participants.map((each) => each ?? HOUSE)])]);
  const rows = await query<PolicyRow>(tx, `SELECT ${COLUMNS} FROM policy WHERE participant IN (${marks})`, values);
  const stored = rows.flatMap(inForce);
  return participants.map((participant) => effectivePolicies(stored, participant));
}

/** One decided value, with the version that a change must name. */
export async function readPolicy(
  tx: Transaction,
  key: PolicyKey,
  participant: string | null,
): Promise<Versioned<StoredPolicy>> {
  const [row] = await query<PolicyRow>(tx, `SELECT ${COLUMNS} FROM policy WHERE policy_key = ? AND participant = ?`, [
    key,
    participant ?? HOUSE,
  ]);
  return row === undefined ? { stored: null, version: 0 } : { stored: inForce(row)[0] ?? null, version: row.version };
}

/** Writes a value over this version; false when another change was first. */
export async function writePolicy(
  tx: Transaction,
  { key, participant, value }: StoredPolicy,
  { version, at }: { readonly version: number; readonly at: Date },
): Promise<boolean> {
  const whose = participant ?? HOUSE;
  const json = value === null ? null : JSON.stringify(value);
  if (version === 0) {
    const row = { policy_key: key, participant: whose, value_json: json, version: 1, updated_at: at.getTime() };
    return insertIfAbsent(tx, 'policy', row);
  }
  const affected = await execute(
    tx,
    'UPDATE policy SET value_json = ?, version = version + 1, updated_at = ? WHERE policy_key = ? AND participant = ? AND version = ?',
    [json, at.getTime(), key, whose, version],
  );
  return affected === 1;
}
