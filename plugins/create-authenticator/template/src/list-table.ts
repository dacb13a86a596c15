import { tablePrefix, type PluginTransaction, type TableMigration } from '@countersign/authenticator-kit';

const TABLE = `${tablePrefix('paper-list')}sheet`;

/** A person's one sheet: how far it is crossed off, and a keyed hash of each code. */
export interface Sheet {
  readonly sheetId: string;
  readonly next: number;
  readonly hashes: readonly string[];
}

/** The person is the primary key, so two sheets cannot both be good. The same statement runs on both engines. */
export const sheetTable: TableMigration = {
  name: 'paper-list-sheet',
  up: { sqlite: [createTable()], mysql: [createTable()] },
};

function createTable(): string {
  return `CREATE TABLE ${TABLE} (profile_uuid CHAR(36) NOT NULL PRIMARY KEY, sheet_id CHAR(32) NOT NULL,
    next_code SMALLINT NOT NULL, hashes TEXT NOT NULL)`;
}

/** The sheet that a person holds, or null. */
export async function findSheet(tx: PluginTransaction, profileUuid: string): Promise<Sheet | null> {
  const rows = await tx.query<{ sheet_id: string; next_code: number; hashes: string }>(
    `SELECT sheet_id, next_code, hashes FROM ${TABLE} WHERE profile_uuid = ?`,
    [profileUuid],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return { sheetId: row.sheet_id, next: Number(row.next_code), hashes: JSON.parse(row.hashes) as readonly string[] };
}

/** Crosses one code off: true for exactly one of all who try at once, because the condition names what it changes. */
export async function crossOff(
  tx: PluginTransaction,
  profileUuid: string,
  { sheetId, next }: Pick<Sheet, 'sheetId' | 'next'>,
): Promise<boolean> {
  const sql = `UPDATE ${TABLE} SET next_code = ? WHERE profile_uuid = ? AND sheet_id = ? AND next_code = ?`;
  return (await tx.execute(sql, [next + 1, profileUuid, sheetId, next])) === 1;
}

/** Makes this the only good sheet, provided that the one it replaces, or none, still stands. */
export async function storeSheet(
  tx: PluginTransaction,
  profileUuid: string,
  { sheetId, next, hashes, replaces }: Sheet & { readonly replaces: string | null },
): Promise<boolean> {
  const row = { sheet_id: sheetId, next_code: next, hashes: JSON.stringify(hashes) };
  if (replaces === null) return tx.insertIfAbsent(TABLE, { profile_uuid: profileUuid, ...row });
  const sql = `UPDATE ${TABLE} SET sheet_id = ?, next_code = ?, hashes = ? WHERE profile_uuid = ? AND sheet_id = ?`;
  return (await tx.execute(sql, [...Object.values(row), profileUuid, replaces])) === 1;
}

/** Destroys what a person holds: the host calls it when he is deleted or his second factor is reset. */
export async function deleteSheet(tx: PluginTransaction, profileUuid: string): Promise<void> {
  await tx.execute(`DELETE FROM ${TABLE} WHERE profile_uuid = ?`, [profileUuid]);
}
