import { Fault } from '@countersign/platform';
import type { Refusal } from '../refusal.ts';

/** A refusal of a query, which has no union to answer with: an error with the refusal's code and what helps. */
export function faultOf({ code, message, field, nextOpening, details }: Refusal): Fault {
  return new Fault(code, message, {
    publicDetails: {
      ...details,
      ...(field === undefined ? {} : { field }),
      ...(nextOpening === undefined ? {} : { nextOpening: nextOpening?.toISOString() ?? null }),
    },
  });
}
