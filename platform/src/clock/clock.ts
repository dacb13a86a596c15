/** The one source of "now". Every time rule asks a clock; nothing else in the product reads the system time. */
export interface Clock {
  /** The current instant. UTC; rules convert to Asia/Hong_Kong themselves. */
  now(): Date;
}
