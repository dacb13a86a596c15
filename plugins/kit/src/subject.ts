/** The person a flow is about, as the host knows him now. A plugin never looks a person up by itself. */
export interface Subject {
  readonly profileUuid: string;
  readonly userId: string;
  readonly participant: string | null;
  /** Registered address now, or null. */
  readonly email: string | null;
}

export type Purpose = 'LOGIN' | 'RESET' | 'STEP_UP' | 'ENROL';
export type Phase = 'PRE_PARALLEL' | 'PARALLEL' | 'END';
