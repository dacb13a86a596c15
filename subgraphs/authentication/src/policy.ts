/** Every number of the login rules in one place; a deployment may tighten them, a test may shorten them. */
export interface AuthenticationPolicy {
  /** A flow that is not finished by then is gone (W12). */
  readonly flowLifetimeMs: number;
  /** How long a flow keeps the phase it began in after the phase moved on (domain 8). */
  readonly phaseGraceMs: number;
  /** Wrong answers to one challenge before it is dead (O3). */
  readonly triesPerChallenge: number;
  /** Consecutive second-factor failures of one person before the lock (L1). */
  readonly secondFactorFailures: number;
  /** How many of these may be taken by sources that never signed the person in, before a password is proven (O9). */
  readonly strangerFailures: number;
  /** Further reset comparisons for a person whom only logins locked (W15). */
  readonly resetTriesWhileLocked: number;
  /** Wrong passwords that stay free of any delay (L2). */
  readonly passwordFailuresWithoutDelay: number;
  readonly passwordDelayMs: { readonly first: number; readonly longest: number };
  /** Password answers for one user ID from sources he never signed in from, per minute (O9). */
  readonly passwordBurstPerMinute: number;
  /** Passwords that one process judges at once; more are asked to come again (threats 3, argon2 flood). */
  readonly passwordsAtOnce: number;
  /** Consecutive wrong passwords that disable the password until it is reset (L2). */
  readonly passwordFailuresToDisable: number;
  /**
   * Failures of one source, whoever they were for: wrong passwords (L2), wrong answers that nobody can guess, and flows begun
   * and never completed. What turns out well never counts.
   */
  readonly perSource: Readonly<
    Record<'passwords' | 'unguessable' | 'logins' | 'resets', readonly { limit: number; windowMs: number }[]>
  >;
  /** Idle and absolute limits of a session by application (SE2). */
  readonly session: Readonly<
    Record<'DMS' | 'CCMS' | 'CONSOLE', { readonly idleMs: number; readonly absoluteMs: number }>
  >;
  /** How long a step-up vouches for the session (SE4). */
  readonly stepUpMs: number;
  /** From this age on a person is reminded of his password; it never expires (P4). */
  readonly passwordReminderMs: number;
  /** A plugin that has not answered by then has refused (O14). */
  readonly pluginTimeoutMs: number;
  /** A plugin that has not started or stopped by then has failed to: its first hash may wait for a busy machine. */
  readonly pluginStartMs: number;
  /** A plugin that failed to start is tried again after this. */
  readonly pluginRetryMs: number;
  /** How often each process looks at the phase in force, besides at each request. */
  readonly phaseWatchMs: number;
  /** How long what is over is kept (D4): ended sessions for the sources that a person is known from, events while they can arrive again. */
  readonly retention: {
    readonly endedSessionsMs: number;
    readonly handledEventsMs: number;
    readonly spentFlowsMs: number;
  };
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The product's own numbers (domain 7: O3, L1, L2, SE2, SE4). */
export const defaultPolicy: AuthenticationPolicy = {
  flowLifetimeMs: 15 * minute,
  phaseGraceMs: 5 * minute,
  triesPerChallenge: 5,
  secondFactorFailures: 10,
  strangerFailures: 5,
  resetTriesWhileLocked: 5,
  passwordFailuresWithoutDelay: 4,
  passwordDelayMs: { first: 30 * second, longest: hour },
  passwordBurstPerMinute: 25,
  passwordsAtOnce: 66,
  passwordFailuresToDisable: 100,
  perSource: {
    passwords: [
      { limit: 20, windowMs: minute },
      { limit: 100, windowMs: hour },
    ],
    unguessable: [
      { limit: 60, windowMs: minute },
      { limit: 600, windowMs: hour },
    ],
    logins: [{ limit: 10_000, windowMs: 10 * minute }],
    resets: [{ limit: 1_000, windowMs: hour }],
  },
  session: {
    DMS: { idleMs: 15 * minute, absoluteMs: 8 * hour },
    CCMS: { idleMs: 30 * minute, absoluteMs: 12 * hour },
    CONSOLE: { idleMs: 15 * minute, absoluteMs: 8 * hour },
  },
  stepUpMs: 5 * minute,
  passwordReminderMs: 180 * day,
  pluginTimeoutMs: 5 * second,
  pluginStartMs: 5 * second,
  pluginRetryMs: 2 * second,
  phaseWatchMs: 500,
  retention: { endedSessionsMs: 180 * day, handledEventsMs: 30 * day, spentFlowsMs: hour },
};
