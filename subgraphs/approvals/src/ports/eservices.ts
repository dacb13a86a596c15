import type { ChangeKind } from '../change-request/change-kinds.ts';
import type { Refusal } from '../refusal.ts';

/** What an eService form asks for, as a change of one kind. */
export interface FormChange {
  readonly kind: ChangeKind;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The forms that identity keeps (W20). Throws DependencyUnavailable when it is out of reach. */
export interface EServices {
  changeOf(reference: string, actorUuid: string): Promise<FormChange | { readonly refusal: Refusal }>;
}
