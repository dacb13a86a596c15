import { createHmac } from 'node:crypto';
import { ALPHABET, CODE_LENGTH } from './alphabet.ts';

/** What one code belongs to. */
export interface CodeSubject {
  readonly checkerUuid: string;
  /** YYYYMM by Hong Kong time. */
  readonly month: string;
  readonly version: number;
}

function firstCharacters(bytes: Uint8Array): string {
  let code = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5 && code.length < CODE_LENGTH) {
      bits -= 5;
      code += ALPHABET[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
    if (code.length === CODE_LENGTH) break;
  }
  return code;
}

/**
 * The code of a checker for one month and version: the first 50 bits of an HMAC-SHA-256 (W3). It can be shown again and
 * is therefore stored nowhere.
 */
export function deriveCode(key: Uint8Array, subject: CodeSubject): string {
  const text = `${subject.checkerUuid}|${subject.month}|${subject.version}`;
  return firstCharacters(createHmac('sha256', key).update(text, 'utf8').digest());
}
