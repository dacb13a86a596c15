import type { Refusal } from '../refusal.ts';

/** The part of a question that asks why not. */
export const REFUSAL_FIELDS = 'refusal { code message field nextOpening details }';

/** A refusal as the other parts write it. */
export interface RefusalAnswer {
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
  readonly nextOpening: string | null;
  readonly details?: Readonly<Record<string, unknown>> | null;
}

/** The refusal that was written. */
export function asRefusal({ code, message, field, nextOpening, details }: RefusalAnswer): Refusal {
  const known = { code, message, field: field ?? null, nextOpening: nextOpening ? new Date(nextOpening) : null };
  return details ? { ...known, details } : known;
}
