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

/** Requests after that position, oldest first, as an index over (submitted_at, id) finds them. */
export function afterKey(position: string | null): Condition {
  if (position === null) return { sql: '', values: [] };
  const [at = '', id = ''] = position.split(' ');
  const submitted = Number(at);
  return {
    sql: ' AND r.submitted_at >= ? AND (r.submitted_at > ? OR r.id > ?)',
    values: [submitted, submitted, id],
  };
}
