import type { Judged } from '@countersign/change-owner';
import type { Transaction } from '@countersign/platform';
import type { ErrorCode } from '../error-codes.ts';
import type { NoticeText } from '../notification/notice-text.ts';
import type { Parts } from '../parts.ts';
import type { Standing } from '../people.ts';
import type { EndReason } from '../session/end-session.ts';

/** Named values that go to people and come back. */
export type Facts = Readonly<Record<string, unknown>>;

/** The account as it stands, for people to see and for the change to find again. */
export interface SeenAccount {
  readonly before: Facts;
  readonly after: Facts;
  /** Comes back with the payload: what the change must still find when it is applied. */
  readonly seen: Facts;
  readonly warnings: readonly string[];
}

/** A decided change on its way into the tables, inside their transaction. */
export interface AccountApplication {
  readonly parts: Parts;
  readonly tx: Transaction;
  readonly requestId: string;
  readonly makerUuid: string;
  readonly target: Standing;
  readonly seen: Facts;
  readonly now: Date;
}

/** One kind of change to what Authentication owns: its file knows the account, Identity knows the rights (design 6). */
export interface AccountChangeKind {
  readonly kind: string;
  /** What is there to change, or why nothing is. Asked at the proposal and again at the decision. */
  look(parts: Parts, target: Standing, now: Date): Promise<Judged<SeenAccount, ErrorCode>>;
  /** Whether what the two people saw still stands. */
  unchanged(seen: Facts, found: SeenAccount): boolean;
  /** False when the account is not any more as it was shown: nothing was written then. */
  apply(application: AccountApplication): Promise<boolean>;
  /** Why the person's sessions end with it; null when they go on (SE3). */
  readonly endsSessions: EndReason | null;
  /** What the affected person is told (N1). */
  readonly notice: (userId: string, at: Date) => NoticeText;
}
