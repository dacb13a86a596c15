/** The person a flow is about, as the host knows him now. A plugin never looks a person up by itself. */
export interface Subject {
  readonly profileUuid: string;
  readonly userId: string;
  readonly participant: string | null;
  /** Registered address now, or null. */
  readonly email: string | null;
  /** The smartcard bound to the profile now, or null when it has none. */
  readonly card: SubjectCard | null;
}

/** What the profile says of its card; the certificate must agree with it (W10). */
export interface SubjectCard {
  /** False for profiles created since the parallel run: they use two factors only. */
  readonly allowed: boolean;
  readonly srn: string | null;
  /** Last day of the certificate as registered, `YYYY-MM-DD`. */
  readonly certificateExpiry: string | null;
}

export type Purpose = 'LOGIN' | 'RESET' | 'STEP_UP' | 'ENROL';
export type Phase = 'PRE_PARALLEL' | 'PARALLEL' | 'END';
