import { type Judged as JudgedBy, type Refusal as RefusalBy, refusing } from '@countersign/change-owner';
import type { IdentityErrorCode } from './error-codes.ts';

export { accepted } from '@countersign/change-owner';

/** An expected "no" of this part, with what a person can do about it; never a fault. */
export type Refusal = RefusalBy<IdentityErrorCode>;

/** A value, or the reason why there is none. */
export type Judged<Value> = JudgedBy<Value, IdentityErrorCode>;

/** The negative half of Judged. */
export const refused = refusing<IdentityErrorCode>();
