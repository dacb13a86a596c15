/** A statement whose every line is of the known form; `text` is exactly what the card will sign. */
export interface Statement {
  readonly text: string;
  readonly purpose: 'LOGIN' | 'STEP_UP';
  readonly origin: string;
  readonly user: string;
  readonly expiresAt: Date;
}

const LINES = [
  /^countersign-smartcard-v1$/,
  /^purpose: (LOGIN|STEP_UP)$/,
  /^origin: (https?:\/\/[a-z0-9.[\]:-]{1,255})$/,
  /^user: ([A-Z0-9]{3,32})$/,
  /^flow: ([A-Za-z0-9_-]{1,128})$/,
  /^nonce: ([A-Za-z0-9_-]{43})$/,
  /^expires: (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/,
] as const;

function sameInstant(text: string): Date | null {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) || at.toISOString() !== text ? null : at;
}

/** Null for everything that is not such a statement to the last byte: the agent signs nothing else (W10, O18). */
export function readStatement(text: string): Statement | null {
  const lines = text.split('\n');
  if (lines.length !== LINES.length) return null;
  const found = LINES.map((line, index) => line.exec(lines[index] ?? ''));
  if (found.includes(null)) return null;
  const [, purpose, origin, user, , , expires] = found.map((match) => match?.[1] ?? '');
  const expiresAt = sameInstant(expires ?? '');
  if (expiresAt === null || origin === undefined || user === undefined) return null;
  return { text, purpose: purpose === 'STEP_UP' ? 'STEP_UP' : 'LOGIN', origin, user, expiresAt };
}
