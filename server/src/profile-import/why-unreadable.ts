/** What a decoder leaves in the place of bytes that are no UTF-8: the letter itself is lost. */
const LOST_LETTER = '\uFFFD';

/** Why a row cannot be trusted to mean what its file meant, as a sentence; null when it can (issue 2 point 9). */
export function whyUnreadable(record: readonly string[], width: number): string | null {
  if (record.some((cell) => cell.includes(LOST_LETTER)))
    return 'The line is not UTF-8 text. Save the file as "CSV UTF-8" and try again.';
  if (record.some((cell) => cell.trimStart().startsWith('"')))
    return 'A quotation mark is out of place. Put the whole cell in quotation marks and double those inside.';
  if (record.slice(width).some((cell) => cell.trim() !== ''))
    return 'The line has more cells than the header. Put a cell that contains commas in quotation marks.';
  return null;
}
