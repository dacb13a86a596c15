import { type Transaction, insert, newId } from '@countersign/platform';

/** A notice without any secret and without a link (N1), about one user ID. */
export interface Notice {
  readonly to: string | null;
  readonly subject: string;
  readonly text: string;
  readonly at: Date;
}

/** Leaves a notice in the transaction it tells of: it is mailed if, and only if, that commits. Nobody to tell: no row. */
export async function addNotice(tx: Transaction, notice: Notice): Promise<void> {
  if (notice.to === null || notice.to === '') return;
  await insert(tx, 'notice', {
    id: newId(),
    recipient: notice.to,
    subject: notice.subject,
    body: notice.text,
    created_at: notice.at.getTime(),
    next_attempt_at: notice.at.getTime(),
  });
}
