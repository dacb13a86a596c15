/** An instant as file names carry it, in Hong Kong time: `20261122-1504`. */
export function formatFileInstant(at: Date): string {
  const text = new Date(at.getTime() + 8 * 3_600_000).toISOString();
  return `${text.slice(0, 10).replaceAll('-', '')}-${text.slice(11, 16).replace(':', '')}`;
}
