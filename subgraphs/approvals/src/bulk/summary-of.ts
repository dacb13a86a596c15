import type { BulkShown } from './describe-rows.ts';

/** Whom a bulk change is about, and in one sentence what it does to them (W24). */
export function summaryOf({ lines, actions }: Pick<BulkShown, 'lines' | 'actions'>): {
  readonly subject: string;
  readonly summary: string;
} {
  const subject = lines === 1 ? '1 user' : `${lines} users`;
  const each = Object.entries(actions).map(([action, count]) => `${count} ${action}`);
  return { subject, summary: `Bulk change of ${subject}: ${each.join(', ')}` };
}
