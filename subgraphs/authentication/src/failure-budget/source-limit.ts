import type { VolatileStore } from '@countersign/platform';
import type { AuthenticationPolicy } from '../policy.ts';

type Store = { readonly volatile: VolatileStore; readonly policy: AuthenticationPolicy };
/** What one source may do only so often, whoever it is about. */
export type Limited = keyof AuthenticationPolicy['perSource'];

const key = (what: Limited, address: string, windowMs: number): string => `{source:${address}}:${what}:${windowMs}`;

/**
 * Takes one unit before the deed, so that parallel ones cannot share it; null to go on, else how long to wait, with nothing
 * taken. What turns out well is given back, so that only failures count (L2).
 */
export async function takeFromSource(
  { volatile, policy }: Store,
  what: Limited,
  address: string,
): Promise<number | null> {
  const windows = policy.perSource[what];
  const taken = await Promise.all(windows.map((one) => volatile.countUp(key(what, address, one.windowMs), one)));
  const full = taken.filter(({ allowed }) => !allowed);
  if (full.length === 0) return null;
  const back = windows.filter((_, index) => taken[index]?.allowed === true);
  await Promise.all(back.map(({ windowMs }) => volatile.giveBack(key(what, address, windowMs))));
  return Math.max(...full.map(({ resetsInMs }) => resetsInMs));
}

/** Gives the unit back: the deed was no failure, or nothing was compared. */
export async function giveBackToSource({ volatile, policy }: Store, what: Limited, address: string): Promise<void> {
  await Promise.all(policy.perSource[what].map(({ windowMs }) => volatile.giveBack(key(what, address, windowMs))));
}
