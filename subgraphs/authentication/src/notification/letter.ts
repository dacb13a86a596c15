import type { DomainEvent } from '@countersign/platform';
import type { Parts } from '../parts.ts';
import type { NoticeText } from './notice-text.ts';

/** A notice on its way to one address; null goes nowhere. */
export interface Letter {
  readonly to: string | null;
  readonly text: NoticeText;
}

/** An event with its facts as text: what is missing or of another kind reads as empty. */
export interface Told {
  readonly at: Date;
  text(name: string): string;
  /** Null for what is empty: the participant of the clearing house's own. */
  optional(name: string): string | null;
  count(name: string): number;
}

/** Who is told what about an event of one type. */
export type Scribe = (parts: Parts, told: Told) => Promise<readonly Letter[]> | readonly Letter[];

/** The facts of an event. */
export function toldBy({ at, body }: DomainEvent): Told {
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '');
  return {
    at: new Date(at),
    text,
    optional: (name) => (text(name) === '' ? null : text(name)),
    count: (name) => (typeof body[name] === 'number' ? body[name] : 0),
  };
}

/** The address registered now; nobody is written to who is gone. */
export async function addressOf(parts: Parts, profileUuid: string): Promise<string | null> {
  return profileUuid === '' ? null : ((await parts.people.byUuid(profileUuid))?.email ?? null);
}
