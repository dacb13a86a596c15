import type { Parsed } from '@countersign/authenticator-kit';
import { errorCodes } from './error-codes.ts';

/** What a card gave: its certificate and its signature, as bytes. Nothing of it is trusted yet. */
export interface SmartcardAnswer {
  readonly certificate: Uint8Array;
  readonly signature: Uint8Array;
}

const LONGEST_CERTIFICATE = 8_192;
const LONGEST_SIGNATURE = 1_024;
const MARKED = /^-----BEGIN CERTIFICATE-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END CERTIFICATE-----(?:\r?\n)?$/;

/** Takes base64 in its one canonical form, and for the certificate also one PEM block; everything else is no answer (O6). */
export function parseAnswer(args: Readonly<Record<string, unknown>>): Parsed<SmartcardAnswer> {
  const certificate = bytesOf(unwrapped(args['certificate']), LONGEST_CERTIFICATE);
  const signature = bytesOf(args['signature'], LONGEST_SIGNATURE);
  if (certificate !== null && signature !== null) return { ok: true, answer: { certificate, signature } };
  return { ok: false, code: 'CARD_ANSWER_MALFORMED', message: errorCodes.CARD_ANSWER_MALFORMED };
}

/** What stands between the lines of a PEM block, or the value as it came. */
function unwrapped(value: unknown): unknown {
  if (typeof value !== 'string' || value.length > 2 * LONGEST_CERTIFICATE) return null;
  const marked = MARKED.exec(value)?.[1];
  return marked === undefined ? value : marked.replaceAll(/[\r\n]/g, '');
}

function bytesOf(value: unknown, longest: number): Uint8Array | null {
  if (typeof value !== 'string' || value.length === 0 || value.length > 2 * longest) return null;
  const bytes = Buffer.from(value, 'base64');
  return bytes.length <= longest && bytes.toString('base64') === value ? new Uint8Array(bytes) : null;
}
