import { type Clock, type Database, newId } from '@countersign/platform';
import { takeBatch, type Batch } from './import-batch.ts';
import { forgetWaitingRows, keepWaitingRows } from './waiting-rows.ts';
import type { ImportCommit, ImportProgress, ImportRow } from '../profile-import/import-row.ts';

/** Lines in one unit of work: memory stays the same however long the file is. */
const BATCH = 500;

/** How to import. */
export interface ImportOptions {
  readonly commit: ImportCommit;
  readonly clock: Clock;
  /** Who runs it, for the audit: an operator's name. */
  readonly actor: string;
}

/**
 * Imports a legacy listing and tells every refused line with its reason. With `all` the lines wait in a table of their
 * own and become profiles in one statement at the end, so other work never waits for a long transaction.
 */
export async function* importProfiles(
  database: Database,
  rows: AsyncIterable<ImportRow>,
  options: ImportOptions,
): AsyncGenerator<ImportProgress, void> {
  const batch: Batch = { importId: newId(), commit: options.commit, actor: options.actor, at: options.clock.now() };
  const count = { read: 0, accepted: 0, refused: 0, committed: 0 };
  await database.transaction((tx) => forgetWaitingRows(tx, { olderThan: batch.at }));
  try {
    for await (const lines of batches(rows)) {
      const taken = await database.transaction((tx) => takeBatch(tx, batch, lines));
      for (const refusal of taken.refused) yield refusal;
      count.read += lines.length;
      count.accepted += taken.accepted;
      count.refused += taken.refused.length;
      if (options.commit === 'per-row') count.committed += taken.accepted;
      yield { kind: 'progress', ...count };
    }
    if (options.commit === 'all' && count.refused === 0 && count.accepted > 0) {
      const kept = await database.transaction((tx) => keepWaitingRows(tx, batch));
      for (const refusal of kept.refused) yield refusal;
      count.refused += kept.refused.length;
      count.committed = kept.committed;
    }
  } finally {
    await database.transaction((tx) => forgetWaitingRows(tx, { importId: batch.importId }));
  }
  yield { kind: 'done', ...count };
}

async function* batches(rows: AsyncIterable<ImportRow>): AsyncGenerator<readonly ImportRow[]> {
  let lines: ImportRow[] = [];
  for await (const row of rows) {
    lines.push(row);
    if (lines.length < BATCH) continue;
    yield lines;
    lines = [];
  }
  if (lines.length > 0) yield lines;
}
