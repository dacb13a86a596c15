import { Fault } from '../faults/fault.ts';

/** An opaque position in one report; null stays null. */
export function reportCursor(report: string, position: string | null): string | null {
  return position === null ? null : Buffer.from(`${report}:${position}`).toString('base64url');
}

/** The position that a cursor of this report holds; a cursor of another report, or of nobody, is refused. */
export function reportPosition(report: string, cursor: string | null | undefined): string | null {
  if (cursor === null || cursor === undefined) return null;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const position = text.startsWith(`${report}:`) ? text.slice(report.length + 1) : null;
  if (position === null || reportCursor(report, position) !== cursor) {
    throw new Fault('CURSOR_INVALID', 'The cursor was not made by this report. Start again without it.', {
      publicDetails: { field: 'after' },
    });
  }
  return position;
}
