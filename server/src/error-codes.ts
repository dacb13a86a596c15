/** Codes of the `countersign` command: what each means and what to do. */
export const errorCodes = {
  COLUMNS_MISSING: 'The header line of the file lacks columns that every listing has. The message names them.',
  COLUMNS_TWICE: 'The header line of the file names one column twice. The message names it.',
  CSV_EMPTY: 'The file is empty. Give one with a header line.',
  CSV_MALFORMED: 'The file is not CSV as RFC 4180 describes it. The message names the place.',
  DEMO_ENROLMENT_FAILED: 'A demo user could not be given credentials. Delete the data folder and start again.',
  FILE_UNREADABLE: 'The file does not exist or may not be read. Check its path.',
} as const satisfies Record<string, string>;
