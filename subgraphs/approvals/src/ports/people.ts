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
  /** Actions of one hand that the permission matrix lets this person do now. */
  readonly permitted: readonly string[];
  /** Fields of a profile that nobody is shown now, also where they were stored earlier (W21). */
  readonly hiddenFields: readonly string[];
  /** True while a waiver lets the participant's only administrator be maker and checker (W2). */
  readonly soleDaWaiver: boolean;
}

/** Switches of the clearing house, as they hold for one participant. */
export interface Policies {
  /** The code alone is not enough: the checker approves in a session of their own, after a live step-up (section 8). */
  readonly requireCheckerOtp: boolean;
  /** Checkers may approve in a session of their own (W2). */
  readonly queuedApproval: boolean;
}

/** Whom a decision is about: the maker, whoever claims to be the checker, and whose switches hold. */
export interface PairClaim {
  readonly makerUuid: string;
  readonly checker: { readonly userId: string } | { readonly uuid: string };
  readonly participant: string | null;
}

/** What identity says of them, in one answer. */
export interface Pair {
  readonly maker: Standing | null;
  readonly checker: Standing | null;
  readonly policies: Policies;
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
  /** What a live service account may be let into; null once it may do nothing. */
  serviceAccount(accountId: string): Promise<{ readonly scopes: readonly string[] } | null>;
  byUuid(profileUuid: string): Promise<Standing | null>;
  /** Those of these profiles that are not deleted; a user ID may have been given to somebody else since. */
  living(profileUuids: readonly string[]): Promise<readonly string[]>;
  isLocked(profileUuid: string): Promise<boolean>;
  pair(claim: PairClaim): Promise<Pair>;
  /** The session a decision is made in, and whether the checker is locked, in one answer. */
  sessionAndLock(
    sessionId: string,
    checkerUuid: string,
  ): Promise<{ readonly session: SessionStanding | null; readonly isLocked: boolean }>;
  session(sessionId: string): Promise<SessionStanding | null>;
  functionHours(): Promise<FunctionHours>;
}
