/** Why a proof was not accepted, for the audit and for support. The person is told only what the host's policy allows. */
export type RejectionReason =
  | 'WRONG'
  | 'EXPIRED'
  | 'ALREADY_USED'
  | 'ATTEMPTS_EXCEEDED'
  | 'NOT_ENROLLED'
  | 'MALFORMED'
  | 'NOT_CHALLENGED'
  | 'SUBJECT_MISMATCH'
  | 'REVOKED';

/**
 * The closed answer of `verify`. `accepted` only says that the computation agreed; the proof counts when `consume`,
 * run inside the host's transaction, answers true. False means that another request spent it first.
 */
export type Verdict<Tx> =
  | {
      readonly outcome: 'accepted';
      /** For a plugin that identifies a person: who. A confirming plugin repeats the subject it was given. */
      readonly profileUuid: string;
      readonly consume: (tx: Tx) => Promise<boolean>;
    }
  | {
      readonly outcome: 'rejected';
      readonly reason: RejectionReason;
      /**
       * What the person may be told instead of the uniform refusal. Only for somebody who has just proved that he holds what
       * the plugin asks for (his card signed, and has expired), never before. It may not depend on whether anybody has the
       * user ID that was typed: a genuine card with another's user ID is told so (SRN_MISMATCH), with subject null as well.
       */
      readonly tell?: { readonly code: string; readonly message: string };
    };
