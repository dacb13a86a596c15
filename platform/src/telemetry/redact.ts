import { types } from 'node:util';
/** What stands in the place of anything secret. */
const REDACTED = '[redacted]';

const SECRET_KEY =
  /password|passphrase|passcode|secret|token|otp|totp|^pin$|initial_?pin$|pin(code|number)$|unblocking_?key|seed|cookie|authori[sz]ation|assertion|pepper|private_?(key|jwk)|master_?key|credential|manual_?entry|qr_?code|^codes?$|code$/i;
/** Names of such things rather than the things: `authorisationCodeVersion`, `otpChannel`. */
const HARMLESS_KEY =
  /^(error|status|refusal|fault|exit|participant)_?code$|(version|channel|kind|id|uuid|at|from|until)$/i;
/** `code` holds a stable error code far more often than a person's code: those keep this shape (`FLOW_EXPIRED`, `ER_DUP_ENTRY`). */
const ERROR_CODE = /^[A-Z0-9]+(_[A-Z0-9]+)+$/;
const NODE_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EHOSTUNREACH', 'ENOENT']);
const SECRET_TEXT = /(otpauth:\/\/)\S+|(\$argon2)\S+|(bearer )\S+|(:\/\/[^\s:@/]*:)[^\s@/]+(?=@)/gi;
const DEEPEST = 8;

function maySpeak(key: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'boolean') return true;
  if (!SECRET_KEY.test(key) || HARMLESS_KEY.test(key)) return true;
  return /^code$/i.test(key) && typeof value === 'string' && (ERROR_CODE.test(value) || NODE_CODES.has(value));
}

/** Takes credentials out of free text: otpauth links, password hashes, bearer tokens, passwords inside addresses. */
export function redactText(text: string): string {
  return text.replace(
    SECRET_TEXT,
    (_all, ...kept: (string | undefined)[]) => `${kept.slice(0, 4).find((part) => part) ?? ''}${REDACTED}`,
  );
}

function describeError(error: Error, depth: number): Record<string, unknown> {
  const { code, detail, cause } = error as Error & { code?: unknown; detail?: unknown };
  return {
    name: error.name,
    message: redactText(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { errorCode: code } : {}),
    ...(detail === undefined ? {} : { detail: redact(detail, depth + 1) }),
    stack: redactText(error.stack ?? ''),
    ...(cause === undefined ? {} : { cause: redact(cause, depth + 1) }),
  };
}

/** In an audited before and after, `code` names things (a clearing participant); only what can be nothing but a secret goes. */
const AUDITED_SECRET = /password|secret|token|passcode|^otp$|^pin$|seed|authori[sz]ationcode|private_?key/i;

/** A copy for the audit, without anything that could only be a secret. */
export function redactAudited(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, item: unknown) =>
      typeof item === 'string' && AUDITED_SECRET.test(key) ? REDACTED : item,
    ),
  ) as unknown;
}

/** A copy without secrets: values under a telling key are replaced, errors keep only what is safe to read (O19, ASVS 16.2.5). */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth > DEEPEST) return '[too deep]';
  if (types.isNativeError(value)) return describeError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, maySpeak(key, item) ? redact(item, depth + 1) : REDACTED]),
  );
}
