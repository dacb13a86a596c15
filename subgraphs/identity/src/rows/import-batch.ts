import { appendAudit, newId, query, type Transaction } from '@countersign/platform';
import type { ClearingParticipant } from '../clearing-participant/clearing-participant.ts';
import type { ImportCommit, ImportRefusal, ImportRow } from '../profile-import/import-row.ts';
import { readImportRow } from '../profile-import/read-import-row.ts';
import { participantCode } from '../user-id/participant-code.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import { readCatalogue } from './group-row.ts';
import { insertProfiles, insertRows, takenUserIds } from './insert-profiles.ts';
import { findParticipants } from './participant-row.ts';
import { readPhase } from './phase-row.ts';
import { columnsOf } from './profile-row.ts';

/** One run of the import. */
export interface Batch {
  readonly importId: string;
  readonly commit: ImportCommit;
  readonly actor: string;
  readonly at: Date;
}

interface Candidate {
  readonly row: ImportRow;
  readonly profile: UserProfile;
}

/** Judges some lines and writes the good ones: as profiles with `per-row`, else as waiting rows. */
export async function takeBatch(
  tx: Transaction,
  batch: Batch,
  rows: readonly ImportRow[],
): Promise<{ readonly accepted: number; readonly refused: readonly ImportRefusal[] }> {
  const refused: ImportRefusal[] = [];
  const candidates = await judgeRows(tx, rows, refused);
  const profiles = await withoutTaken(tx, batch, candidates, refused);
  if (batch.commit === 'per-row') {
    await insertProfiles(tx, profiles, batch.at);
    if (profiles.length > 0) await auditImport(tx, batch, profiles.length);
  } else {
    await insertRows(
      tx,
      'import_row',
      profiles.map((profile) => ({ import_id: batch.importId, ...columnsOf(profile, batch.at) })),
    );
  }
  return { accepted: profiles.length, refused: refused.sort((one, other) => one.line - other.line) };
}

/** One audit row for each unit of work that made profiles. */
export async function auditImport(tx: Transaction, batch: Batch, profiles: number): Promise<void> {
  await appendAudit(tx, {
    at: batch.at,
    action: 'profile.import',
    outcome: 'SUCCESS',
    actor: batch.actor,
    requestId: batch.importId,
    after: { profiles },
  });
}

async function judgeRows(
  tx: Transaction,
  rows: readonly ImportRow[],
  refused: ImportRefusal[],
): Promise<readonly Candidate[]> {
  const phase = await readPhase(tx);
  const catalogue = await readCatalogue(tx);
  const codes = new Set(rows.map((row) => participantCode(row.participant)).filter((code) => code !== null));
  const participants = new Map<string | null, ClearingParticipant>(
    (await findParticipants(tx, [...codes])).map((each) => [each.code, each]),
  );
  return rows.flatMap((row): Candidate[] => {
    if (row.unreadable !== undefined) {
      refused.push(refusal(row, 'ROW_UNREADABLE', row.unreadable));
      return [];
    }
    const participant = participants.get(participantCode(row.participant));
    if (participant === undefined) {
      refused.push(refusal(row, 'PARTICIPANT_UNKNOWN', 'There is no such clearing participant.'));
      return [];
    }
    const judged = readImportRow(row, participant, { phase, catalogue, uuid: newId() });
    if (judged.ok) return [{ row, profile: judged.value }];
    refused.push(refusal(row, judged.refusal.code, judged.refusal.message));
    return [];
  });
}

async function withoutTaken(
  tx: Transaction,
  batch: Batch,
  candidates: readonly Candidate[],
  refused: ImportRefusal[],
): Promise<readonly UserProfile[]> {
  const taken = await takenUserIds(
    tx,
    candidates.map(({ profile }) => profile),
  );
  const seen = new Set(batch.commit === 'per-row' ? [] : await waiting(tx, batch, candidates));
  return candidates.flatMap(({ row, profile }): UserProfile[] => {
    if (!taken.has(profile.userId) && !seen.has(profile.userId)) {
      seen.add(profile.userId);
      return [profile];
    }
    const why = taken.has(profile.userId) ? 'is in use' : 'appears on an earlier line';
    refused.push(refusal(row, 'USER_ID_TAKEN', `The user ID ${profile.userId} ${why}.`));
    return [];
  });
}

/** User IDs of earlier lines of this import. */
async function waiting(
  tx: Transaction,
  { importId }: Batch,
  candidates: readonly Candidate[],
): Promise<readonly string[]> {
  if (candidates.length === 0) return [];
  const marks = candidates.map(() => '?').join(', ');
  const userIds = candidates.map(({ profile }) => profile.userId);
  const rows = await query<{ user_id: string }>(
    tx,
    `SELECT user_id FROM import_row WHERE import_id = ? AND user_id IN (${marks})`,
    [importId, ...userIds],
  );
  return rows.map((row) => row.user_id);
}

function refusal(row: ImportRow, code: string, message: string): ImportRefusal {
  return { kind: 'refused', line: row.line, userId: row.userId.slice(0, 40), code, message };
}
