/** What identity says of a profile now (`standing`); asked afresh for each operation, so a right lost is lost at once. */
export interface Standing {
  readonly profileUuid: string;
  readonly userId: string;
  readonly participant: string | null;
  readonly email: string | null;
  readonly srn: string | null;
  /** Enabled, within its dates and not deleted. */
  readonly usable: boolean;
  readonly roles: readonly string[];
  readonly accessLevels: readonly string[];
}

/** What authentication says of a session now. */
export interface SessionStanding {
  readonly live: boolean;
  readonly profileUuid: string;
  readonly steppedUpAt: Date | null;
}

/** When the functions of delegated administrators may be used (domain rule 5.2). */
export interface FunctionHours {
  readonly open: boolean;
  readonly nextOpening: Date | null;
}

/** Who is who and who may do what, from the two subgraphs that know. Each call throws DependencyUnavailable when it cannot be answered. */
export interface People {
  byUserId(userId: string): Promise<Standing | null>;
  byUuid(profileUuid: string): Promise<Standing | null>;
  isLocked(profileUuid: string): Promise<boolean>;
  session(sessionId: string): Promise<SessionStanding | null>;
  functionHours(): Promise<FunctionHours>;
}
