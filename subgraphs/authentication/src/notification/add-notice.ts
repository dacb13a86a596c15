import { type Transaction, insertAll, newId } from '@countersign/platform';

/** A notice without any secret and without a link (N1), about one user ID. */
export interface Notice {
  readonly to: string | null;
  readonly subject: string;
  readonly text: string;
  readonly at: Date;
}

/** Leaves a notice in the transaction it tells of: it is mailed if, and only if, that commits. Nobody to tell: no row. */
export function addNotice(tx: Transaction, notice: Notice): Promise<void> {
  return addNotices(tx, [notice]);
}

/** Several of them by one statement. */
export function addNotices(tx: Transaction, notices: readonly Notice[]): Promise<void> {
  const rows = notices.flatMap(({ to, subject, text, at }) => {
    const due = at.getTime();
    const row = { id: newId(), recipient: to, subject, body: text, created_at: due, next_attempt_at: due };
    return to === null || to === '' ? [] : [row];
  });
  return insertAll(tx, 'notice', rows);
}
