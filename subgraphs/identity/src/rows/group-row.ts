import { execute, insertIfAbsent, newId, query, type Transaction } from '@countersign/platform';
import { type Catalogue, catalogueOf } from '../groups/catalogue.ts';
import type { Group, GroupDefinition, GroupKind } from '../groups/group.ts';

interface GroupRow {
  readonly code: string;
  readonly kind: GroupKind;
  readonly name: string;
  readonly functions: string;
  readonly retired_at: number | null;
  readonly version: number;
}

const groupOf = (row: GroupRow): Group => ({
  code: row.code,
  kind: row.kind,
  name: row.name,
  functions: JSON.parse(row.functions) as readonly string[],
  retiredAt: row.retired_at === null ? null : new Date(row.retired_at),
  version: row.version,
});

/** All groups as they are stored now. */
export async function readCatalogue(tx: Transaction): Promise<Catalogue> {
  const rows = await query<GroupRow>(
    tx,
    'SELECT code, kind, name, functions, retired_at, version FROM user_group ORDER BY position, code',
  );
  return catalogueOf(rows.map(groupOf));
}

/** Gives the catalogue a new stamp; drawn at random, so that one of a unit of work that was undone never comes again. */
async function stampCatalogue(tx: Transaction): Promise<void> {
  await execute(tx, 'UPDATE migration_phase SET catalogue_stamp = ? WHERE id = 1', [newId()]);
}

/** Adds a group at the end of the list; false when the code exists by now. */
export async function insertGroup(tx: Transaction, group: GroupDefinition): Promise<boolean> {
  await stampCatalogue(tx);
  const [last] = await query<{ position: number | null }>(tx, 'SELECT MAX(position) AS position FROM user_group');
  return insertIfAbsent(tx, 'user_group', {
    code: group.code,
    kind: group.kind,
    name: group.name,
    functions: JSON.stringify(group.functions),
    position: (last?.position ?? 0) + 1,
    retired_at: null,
    version: 1,
  });
}

/** Writes name, functions and retirement while the group has this version; false when another change was first. */
export async function updateGroup(tx: Transaction, group: Group): Promise<boolean> {
  await stampCatalogue(tx);
  const affected = await execute(
    tx,
    'UPDATE user_group SET name = ?, functions = ?, retired_at = ?, version = version + 1 WHERE code = ? AND version = ?',
    [group.name, JSON.stringify(group.functions), group.retiredAt?.getTime() ?? null, group.code, group.version],
  );
  return affected === 1;
}
