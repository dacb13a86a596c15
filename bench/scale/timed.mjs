/** The value in the middle. */
export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Milliseconds of each of so many calls, one after another. */
export async function timed(calls, call) {
  const times = [];
  for (let index = 0; index < calls; index++) {
    const began = performance.now();
    await call(index);
    times.push(performance.now() - began);
  }
  return times;
}
