import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { Shown } from './change-request.ts';

/** SHA-256 (base64url) over the canonical JSON of exactly what the checker is shown: any other content has another digest (A2, M3). */
export function digestOf(shown: Shown): string {
  const { kind, target, subject, formReference, breakGlassReason, before, after, payload, version } = shown;
  const text = canonicalJson({
    kind,
    target: { uuid: target.uuid, userId: target.userId },
    before,
    after,
    payload,
    version,
    // Left out where they add nothing, so that requests of an earlier release keep their digest.
    subject: subject === target.userId ? undefined : subject,
    formReference: formReference ?? undefined,
    breakGlassReason: breakGlassReason ?? undefined,
  });
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

/** Holds while the stored content is still what the digest was made from. */
export function isUnaltered(request: Shown & { readonly digest: string }): boolean {
  return digestOf(request) === request.digest;
}
