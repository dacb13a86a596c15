import { Fault, SettingsRefused } from '@countersign/platform';

const host = 'Set COUNTERSIGN_HOST to an address of this machine.';
const folder = 'Set COUNTERSIGN_DATA_DIR to a folder that this user may write in.';

/** What the operator may set otherwise, by the code with which the system refused (issue 2 point 2). */
const remedies: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Another process listens there: end it, or set COUNTERSIGN_PORT or COUNTERSIGN_SMTP_PORT.',
  EADDRNOTAVAIL: host,
  ENOTFOUND: host,
  ENOTDIR: folder,
  EROFS: folder,
  EACCES: `${folder} A port below 1024 (COUNTERSIGN_PORT) may need rights as well.`,
};

const TO_BEGIN =
  'To begin with smartcards, name their issuers: COUNTERSIGN_SMARTCARD_ISSUERS and COUNTERSIGN_SMARTCARD_CRLS. ' +
  'To begin with two factors, move the phase on: countersign phase set PARALLEL';

/** A new installation stands before the parallel run, in which nobody can log in with two factors. */
function hintFor({ code, message }: Fault): string {
  const early = code === 'AUTHENTICATOR_SET_UNUSABLE' && message.includes('PRE_PARALLEL');
  return early ? `\n${TO_BEGIN}` : '';
}

/** A sentence for what the operator can mend; the whole story for what nobody expected. */
export function explain(error: unknown): string {
  if (error instanceof SettingsRefused) return error.message;
  if (error instanceof Fault) return `${error.code}: ${error.message}${hintFor(error)}`;
  if (!(error instanceof Error)) return String(error);
  const remedy = 'code' in error && typeof error.code === 'string' ? remedies[error.code] : undefined;
  return remedy === undefined ? (error.stack ?? error.message) : `${error.message}. ${remedy}`;
}
