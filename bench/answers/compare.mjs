import { median } from '../scale/timed.mjs';

/**
 * How alike two samples are by rank (Mann-Whitney): the chance that one taken from the first is slower than one from the
 * second, ties counted half. 0.5 tells nothing; 0 or 1 tells everything. `z` says how sure the difference is, not how large.
 */
export function byRank(first, second) {
  const all = [...first.map((ms) => ({ ms, own: true })), ...second.map((ms) => ({ ms, own: false }))].toSorted(
    (one, other) => one.ms - other.ms,
  );
  let ranks = 0;
  for (let from = 0; from < all.length;) {
    let to = from;
    while (to < all.length && all[to].ms === all[from].ms) to += 1;
    const rank = (from + to + 1) / 2;
    for (let place = from; place < to; place += 1) if (all[place].own) ranks += rank;
    from = to;
  }
  const [n, m] = [first.length, second.length];
  const u = ranks - (n * (n + 1)) / 2;
  return { chance: u / (n * m), z: (u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12) };
}

/** Medians of one step in each state, how far they lie apart, and what the rank of one state against all others tells. */
export function compare(samples) {
  const states = Object.entries(samples).map(([state, ms]) => {
    const others = Object.entries(samples).flatMap(([other, theirs]) => (other === state ? [] : theirs));
    const { chance, z } = byRank(ms, others);
    return { state, median: median(ms), floor: Math.min(...ms), chance, z };
  });
  const medians = states.map((one) => one.median);
  return { gap: Math.max(...medians) - Math.min(...medians), states };
}
