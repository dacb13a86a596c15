import path from 'node:path';
import { anchorFile, type Database, startAuditSealer } from '@countersign/platform';
import type { Settings } from '../settings/read-server-settings.ts';
import type { Ground } from './ground.ts';

/** Where seals are made known outside the database; with a database server only where the operator says (design 7). */
export function auditAnchorPath({ values }: Settings): string | null {
  const named = values.COUNTERSIGN_AUDIT_ANCHOR_FILE;
  if (named !== undefined) return path.resolve(named);
  if (values.COUNTERSIGN_DATABASE_URL !== undefined) return null;
  return path.resolve(values.COUNTERSIGN_DATA_DIR, 'audit-anchor.jsonl');
}

/**
 * Seals the audit of one part for as long as this process runs. Called before the part starts, so that closing, which
 * goes backwards, seals what the part wrote while it stopped.
 */
export function sealAudit(ground: Ground, part: { readonly name: string; readonly database: Database }): void {
  const { clock, logger } = ground;
  const anchor = auditAnchorPath(ground.settings);
  if (anchor === null)
    logger.warn(
      { part: part.name },
      'COUNTERSIGN_AUDIT_ANCHOR_FILE is not set: nobody could tell if the last seals of the audit were removed',
    );
  const sealer = startAuditSealer({
    database: part.database,
    part: part.name,
    clock,
    logger,
    anchor: anchor === null ? null : anchorFile(anchor),
  });
  ground.closing.add(`audit of ${part.name}`, () => sealer.stop());
}
