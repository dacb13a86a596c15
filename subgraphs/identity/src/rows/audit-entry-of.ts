import type { AuditEntry } from '@countersign/platform';
import type { ChangeAudit } from '../changes/records.ts';

/** What the audit keeps of a change, as the platform writes it. */
export function auditEntryOf(entry: ChangeAudit): AuditEntry {
  const { maker, checker, target, targetTyped, ...facts } = entry;
  return {
    ...facts,
    actor: maker?.userId ?? 'unknown',
    participant: (maker ?? target)?.participant ?? null,
    ...(maker ? { actorUuid: maker.uuid } : {}),
    ...(targetTyped === undefined ? {} : { target: targetTyped }),
    ...(target ? { target: target.subject, targetUuid: target.uuid } : {}),
    // The audit has one actor; the second person of the pair stands beside what they agreed to.
    ...(checker ? { after: { ...(entry.after as object | undefined), checkedBy: checker.userId } } : {}),
  };
}
