/** How long the next password answer must wait after this many wrong ones in a row: from the 5th on, doubling to an hour (L2). */
export function passwordDelay(
  failures: number,
  rule: { readonly withoutDelay: number; readonly first: number; readonly longest: number },
): number {
  if (failures <= rule.withoutDelay) return 0;
  const doublings = Math.min(failures - rule.withoutDelay - 1, 30);
  return Math.min(rule.first * 2 ** doublings, rule.longest);
}
