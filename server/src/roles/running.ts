/** A process that answers: where, and how to end it. */
export interface Running {
  readonly url: string;
  /** Takes no new work, lets what is under way finish, and closes everything. */
  stop(): Promise<void>;
}
