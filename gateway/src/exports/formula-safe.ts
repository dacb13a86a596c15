/** What a spreadsheet takes for the beginning of a formula, full-width forms included (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
/** A signed number is one in any spreadsheet, and nothing else. */
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

/** A cell that every spreadsheet shows as it is written, and none computes. */
export function formulaSafe(cell: string): string {
  return FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}
