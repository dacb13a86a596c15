import { Fault } from '@countersign/platform';
import type { Condition } from './between-days.ts';

/** The request at which a page ended: when it was submitted, and its ID. */
export interface RequestKey {
  readonly submitted_at: number;
  readonly id: string;
}

/** A position as text. */
export function keyText({ submitted_at, id }: RequestKey): string {
  return `${submitted_at} ${id}`;
}

/** The instant, or the line, that a position names; whoever wrote a position himself is refused. */
export function positionNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new Fault('CURSOR_INVALID', 'The cursor was not made by this report. Start again without it.', {
    publicDetails: { field: 'after' },
  });
}

/** Requests after that position, oldest first, as an index over (submitted_at, id) finds them. */
export function afterKey(position: string | null): Condition {
  if (position === null) return { sql: '', values: [] };
  const [at = '', id = ''] = position.split(' ');
  const submitted = positionNumber(at);
  return {
    sql: ' AND r.submitted_at >= ? AND (r.submitted_at > ? OR r.id > ?)',
    values: [submitted, submitted, id],
  };
}
