import type { NumericCode, PluginTransaction, Ports, Subject, Verdict } from '@countersign/authenticator-kit';
import { crossOff, findSheet, type Sheet } from './list-table.ts';

/** Looked up when there is nobody: no profile has it, so the same work finds nothing. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Stands in for a sheet that nobody holds: everything is compared with it as with a real one, and nothing agrees. */
const noSheet: Sheet = { sheetId: 'none', next: 0, hashes: [] };

/** What is stored of a code: a hash under the host's key, bound to its sheet and its place on it. */
export function hashOf(secrets: Ports['secrets'], place: Pick<Sheet, 'sheetId' | 'next'>, code: string): string {
  return secrets.keyedHash(`${place.sheetId}|${place.next}|${code}`);
}

/** Compares a code with the first one on the sheet that is not crossed off yet. */
export async function verifyCode(
  { tables, secrets }: Pick<Ports, 'tables' | 'secrets'>,
  subject: Subject | null,
  { code }: NumericCode,
): Promise<Verdict<PluginTransaction>> {
  const profileUuid = subject?.profileUuid ?? NOBODY;
  const found = await tables.read((tx) => findSheet(tx, profileUuid));
  const sheet = found ?? noSheet;
  const agrees = secrets.equal(hashOf(secrets, sheet, code), sheet.hashes[sheet.next] ?? '');

  if (subject === null || found === null) return { outcome: 'rejected', reason: 'NOT_ENROLLED' };
  if (!agrees) return { outcome: 'rejected', reason: 'WRONG' };
  return { outcome: 'accepted', profileUuid, consume: (tx) => crossOff(tx, profileUuid, found) };
}
