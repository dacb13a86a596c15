import type { Parsed } from '@countersign/authenticator-kit';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { errorCodes } from './error-codes.ts';

/** What a browser answered: a new credential, or a signature by one that is registered. */
export type PasskeyAnswer =
  | { readonly kind: 'CREATED'; readonly response: RegistrationResponseJSON }
  | { readonly kind: 'SIGNED'; readonly response: AuthenticationResponseJSON };

type Fields = Readonly<Record<string, unknown>>;
/** A credential ID has at most 1023 bytes (WebAuthn 4). */
const LONGEST_ID = 1364;
const transports: ReadonlySet<unknown> = new Set(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']);

/** Takes the known fields of a browser's JSON and nothing else; the ID in its one canonical spelling (O6). */
export function parseResponse(value: unknown): Parsed<PasskeyAnswer> {
  const answer = typeof value === 'string' ? readAnswer(value) : null;
  if (answer !== null) return { ok: true, answer };
  return { ok: false, code: 'PASSKEY_MALFORMED', message: errorCodes.PASSKEY_MALFORMED };
}

function readAnswer(text: string): PasskeyAnswer | null {
  const whole = fieldsOf(jsonOf(text));
  const inner = fieldsOf(whole['response']);
  const id = whole['id'];
  if (!isBase64Url(id) || id.length > LONGEST_ID || whole['rawId'] !== id || whole['type'] !== 'public-key')
    return null;
  const { clientDataJSON, attestationObject, authenticatorData, signature } = inner;
  if (!isBase64Url(clientDataJSON)) return null;
  const named = { id, rawId: id, type: 'public-key', clientExtensionResults: {} } as const;
  if (isBase64Url(attestationObject)) {
    const response = { clientDataJSON, attestationObject, transports: knownTransports(inner['transports']) };
    return { kind: 'CREATED', response: { ...named, response } };
  }
  if (!isBase64Url(authenticatorData) || !isBase64Url(signature)) return null;
  return { kind: 'SIGNED', response: { ...named, response: { clientDataJSON, authenticatorData, signature } } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What a person sent is no fault: it is no answer.
    return null;
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** Exactly as it is encoded again: no padding, no other alphabet, no loose bits at the end. */
function isBase64Url(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && Buffer.from(value, 'base64url').toString('base64url') === value;
}

function knownTransports(value: unknown): NonNullable<RegistrationResponseJSON['response']['transports']> {
  return Array.isArray(value) ? [...new Set(value.filter((one) => transports.has(one)))] : [];
}
