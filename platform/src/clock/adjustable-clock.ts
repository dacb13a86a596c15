import type { Clock } from './clock.ts';

/** A clock that stands still until it is moved; tests and demonstrations travel with it. */
export class AdjustableClock implements Clock {
  #at: number;

  constructor(start: Date) {
    this.#at = start.getTime();
  }

  now(): Date {
    return new Date(this.#at);
  }

  set(at: Date): void {
    this.#at = at.getTime();
  }

  advance(ms: number): void {
    this.#at += ms;
  }
}
