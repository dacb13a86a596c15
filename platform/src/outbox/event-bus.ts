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

/** Carries events between subgraphs: Redis Streams, or memory in one process. Correctness never waits for it. */
export interface EventBus {
  publish(event: DomainEvent): Promise<void>;
  /** `group` names the consumer: each group sees every event once or more; a handler that throws is tried again. */
  subscribe(group: string, handler: EventHandler): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}
