/** A fact that already happened and was committed. Delivered at least once, in no promised order. */
export interface DomainEvent {
  /** Unique; handlers use it to stay idempotent. */
  readonly id: string;
  /** E.g. `identity.profile-changed`. */
  readonly type: string;
  /** ISO instant of the commit's decision. */
  readonly at: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export type EventHandler = (event: DomainEvent) => Promise<void>;

/** Looks at an event in passing; what it throws is its own affair. */
export type EventWatcher = (event: DomainEvent) => void;

/** Carries events between subgraphs: Redis Streams, or memory in one process. Correctness never waits for it. */
export interface EventBus {
  publish(event: DomainEvent): Promise<void>;
  /** `group` names the consumer: each group sees every event once or more; a handler that throws is tried again. */
  subscribe(group: string, handler: EventHandler): void;
  /**
   * Shows this process every event from now on, without repeating or keeping any: for what may miss one. Call it before
   * `start` to see all that is published after it. The answer ends it.
   */
  tail(handler: EventWatcher): () => void;
  start(): Promise<void>;
  stop(): Promise<void>;
}
