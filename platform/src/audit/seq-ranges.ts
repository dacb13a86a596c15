/** Ascending numbers in the shortest text that names each of them: `1-3,7`. */
export function writeRanges(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

const RANGE = /^([1-9]\d{0,15})(?:-([1-9]\d{0,15}))?$/;

/** The numbers again, or null for a text that `writeRanges` does not write or that names more than `most`. */
export function readRanges(text: string, most: number): readonly number[] | null {
  const numbers: number[] = [];
  for (const range of text.split(',')) {
    const found = RANGE.exec(range);
    if (found === null) return null;
    const first = Number(found[1]);
    const last = Number(found[2] ?? found[1]);
    if (last - first >= most || numbers.length + last - first >= most) return null;
    for (let number = first; number <= last; number++) numbers.push(number);
  }
  return writeRanges(numbers) === text && numbers.every((each, at) => at === 0 || each > (numbers[at - 1] as number))
    ? numbers
    : null;
}
