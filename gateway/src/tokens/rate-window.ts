import type { Clock } from '@countersign/platform';

const MINUTE_MS = 60_000;
/** No more names than this are told apart in one minute; whoever comes later has no room. */
const MOST_NAMES = 50_000;

/** How often each name did something in this minute, in this process alone. */
export interface RateWindow {
  /** True while the name has room, which takes nothing. */
  hasRoom(name: string): boolean;
  /** Takes one of its places; false when there is none. */
  take(name: string): boolean;
}

/** Fixed windows of a minute that hold little memory. They bound load, and decide nothing that anybody must rely on. */
export function rateWindow(most: number, clock: Clock): RateWindow {
  const counts = new Map<string, number>();
  let minute = Number.NaN;
  const countOf = (name: string): number => {
    const now = Math.floor(clock.now().getTime() / MINUTE_MS);
    if (now !== minute) counts.clear();
    minute = now;
    return counts.get(name) ?? 0;
  };
  const hasRoom = (name: string): boolean => countOf(name) < most && (counts.has(name) || counts.size < MOST_NAMES);
  return {
    hasRoom,
    take(name) {
      const isFree = hasRoom(name);
      if (isFree) counts.set(name, countOf(name) + 1);
      return isFree;
    },
  };
}
