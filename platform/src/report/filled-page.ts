import type { ReportLine, ReportLines, ReportPosition } from './report.ts';

/** One stretch of what is gone through: the lines it gave, each with the position behind it, and where the next begins. */
export interface Stretch {
  readonly found: readonly { readonly line: ReportLine; readonly position: string }[];
  readonly next: string | null;
}

/** A full page, where only some of what is gone through gives a line: stretch after stretch until it is full or nothing is left. */
export async function filledPage(
  { after, size }: ReportPosition,
  stretchFrom: (position: string | null) => Promise<Stretch>,
): Promise<ReportLines> {
  const found: { readonly line: ReportLine; readonly position: string }[] = [];
  let position = after;
  do {
    const stretch = await stretchFrom(position);
    found.push(...stretch.found);
    position = stretch.next;
  } while (position !== null && found.length <= size);
  const kept = found.slice(0, size);
  const behind = found.length > size ? (kept.at(-1)?.position ?? null) : null;
  return { lines: kept.map(({ line }) => line), next: behind };
}
