/** Codes of the `countersign` command: what each means and what to do. */
export const errorCodes = {
  COLUMNS_MISSING: 'The header line of the file lacks columns that every listing has. The message names them.',
  COLUMNS_TWICE: 'The header line of the file names one column twice. The message names it.',
  CSV_EMPTY: 'The file is empty. Give one with a header line.',
  CSV_MALFORMED: 'The file is not CSV as RFC 4180 describes it. The message names the place.',
  DEMO_ENROLMENT_FAILED: 'A demo user could not be given credentials. Delete the data folder and start again.',
  FILE_UNREADABLE: 'The file does not exist or may not be read. Check its path.',
  HOLDER_TWICE: 'The file of users names one token twice. The message names it.',
  KEY_FILE_MALFORMED: 'The key file holds no key of 16, 24 or 32 bytes. Write it in hexadecimal or base64.',
  TOKEN_ALGORITHM_UNKNOWN: 'The token makes its codes in a way that is not known here. It must be HOTP or TOTP.',
  TOKEN_CODE_FORMAT: 'The token shows other codes than 6 or 8 decimal digits.',
  TOKEN_FILE_DOCTYPE: 'The token file declares a document type, which none needs. Ask for one without it.',
  TOKEN_FILE_ENCRYPTION:
    'The token file is encrypted in a way that is not known here. The message says which ways are.',
  TOKEN_FILE_MALFORMED: 'The token file is no PSKC file as RFC 6030 describes it. The message names what is wrong.',
  TOKEN_FILE_TOO_LARGE: 'The token file is larger than 10 MB. Ask for several smaller ones.',
  TOKEN_KEY_LENGTH: 'The key of the token is too short to be safe, or longer than any.',
  TOKEN_KEY_MISSING:
    'The token file is encrypted, and nothing was given to open it with. The message says which option.',
  TOKEN_KEY_WRONG: 'The key or password does not open the token file, or the file was altered. Nothing of it was used.',
  TOKEN_OUT_OF_DATE: 'The key of the token may not be used yet, or not any more.',
  TOKEN_POLICY: 'The key of the token comes with a condition that cannot be kept here. The message names it.',
  TOKEN_TIME: 'The token counts time in a way that is not known here, or its clock is too far off.',
  TOKEN_TWICE: 'The same token, key or user stands in the file twice. The first one counts.',
  TOKEN_WITHOUT_HOLDER: 'Neither the token file nor the file of users says whose token this is.',
  TOKEN_WITHOUT_KEY: 'The file holds no key for this token.',
} as const satisfies Record<string, string>;
