import type { ChangeRequest } from '../change-request/change-request.ts';
import type { Refusal } from '../refusal.ts';

/** Identity's word on what a phase allows, for every kind of change: all permission rules live there (design.md 6). */
export interface Rights {
  /** Whether phase and rights still let this maker's side do it, whoever would check; null when nothing speaks against it. */
  stillPermitted(request: ChangeRequest): Promise<Refusal | null>;
}
