/** An instant as people read it here: `2026-11-23 07:00 HKT`; hours never shift to the reader's own zone (domain 8). */
export function hongKongTimeText(at: Date): string {
  return `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')} HKT`;
}
