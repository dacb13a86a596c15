import type { CodeShape, ImportedKey, OathAlgorithm } from '@countersign/oath';
import type { Element } from '@xmldom/xmldom';
import { checkPolicy } from './check-policy.ts';
import { bytesIn, child, descendant, malformed, textIn, wholeNumber } from './elements.ts';
import type { OpenValue } from './open-value.ts';
import { type Token, TokenUnusable } from './token.ts';

/** Names of the two algorithms: of RFC 6030 10 and of its drafts, which devices still deliver. */
const kinds: readonly (readonly [RegExp, 'hotp' | 'totp'])[] = [
  [/^(urn:ietf:params:xml:ns:keyprov:pskc:|http:\/\/www\.ietf\.org\/keyprov\/pskc#)hotp$/, 'hotp'],
  [/^(urn:ietf:params:xml:ns:keyprov:pskc:|http:\/\/www\.ietf\.org\/keyprov\/pskc#)totp$/, 'totp'],
];
/** 128 bits at least (RFC 4226 4 R6); more than 512 no device has. */
const secretBytes = { least: 16, most: 64 };
/** What is printed on a device, and named in audit and notice. */
const SERIAL = /^[\x21-\x7e](?:[\x20-\x7e]{0,62}[\x21-\x7e])?$/;
/** Room to count on from. */
const MOST_COUNTER = Number.MAX_SAFE_INTEGER - 1_000_000;

/** How one file is read: what opens its values, and the time at which its policies are judged. */
export interface Reading {
  readonly open: OpenValue;
  readonly now: Date;
}

function kindOf(key: Element): 'hotp' | 'totp' {
  const name = key.getAttribute('Algorithm') ?? '';
  const found = kinds.find(([pattern]) => pattern.test(name));
  if (found === undefined)
    throw new TokenUnusable(
      'TOKEN_ALGORITHM_UNKNOWN',
      'The token is neither counter-based (HOTP) nor time-based (TOTP).',
    );
  return found[1];
}

function algorithmOf(parameters: Element | null): OathAlgorithm {
  const suite = (parameters === null ? null : textIn(child(parameters, 'Suite'))) ?? 'HMAC-SHA1';
  const named = suite
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^hmac/, '');
  if (named === 'sha1' || named === 'sha256' || named === 'sha512') return named;
  throw new TokenUnusable('TOKEN_ALGORITHM_UNKNOWN', 'The token uses another hash than SHA-1, SHA-256 or SHA-512.');
}

/** How many digits its codes have, where they are plain decimal ones. */
function digitsOf(format: Element | null): 6 | 8 {
  const attribute = (name: string, otherwise: string) => format?.getAttribute(name) ?? otherwise;
  if (attribute('Encoding', 'DECIMAL') !== 'DECIMAL' || attribute('CheckDigits', 'false') !== 'false')
    throw new TokenUnusable('TOKEN_CODE_FORMAT', 'The token shows other codes than plain decimal digits.');
  const digits = Number(attribute('Length', '6'));
  if (digits === 6 || digits === 8) return digits;
  throw new TokenUnusable('TOKEN_CODE_FORMAT', 'The token shows codes of another length than 6 or 8 digits.');
}

function shapeOf(key: Element): CodeShape {
  const parameters = child(key, 'AlgorithmParameters');
  const format = parameters === null ? null : child(parameters, 'ResponseFormat');
  return { digits: digitsOf(format), algorithm: algorithmOf(parameters) };
}

/** A number of the data, plain or encrypted as four or eight bytes (RFC 6030 4.2). */
function numberOf(data: Element, name: string, open: OpenValue): number | null {
  const field = child(data, name);
  if (field === null) return null;
  const plain = textIn(child(field, 'PlainValue'));
  if (plain !== null) return wholeNumber(plain, name);
  const bytes = Buffer.from(open(field));
  if (bytes.byteLength !== 4 && bytes.byteLength !== 8) throw malformed(`${name} is no whole number`);
  return wholeNumber(String(bytes.byteLength === 4 ? bytes.readUInt32BE() : bytes.readBigUInt64BE()), name);
}

function secretOf(data: Element, open: OpenValue): Uint8Array {
  const field = child(data, 'Secret');
  if (field === null) throw new TokenUnusable('TOKEN_WITHOUT_KEY', 'The file holds no key for this token.');
  const plain = child(field, 'PlainValue');
  const secret = plain === null ? open(field) : bytesIn(plain);
  if (secret.byteLength < secretBytes.least || secret.byteLength > secretBytes.most)
    throw new TokenUnusable('TOKEN_KEY_LENGTH', 'The key of the token is shorter than 128 or longer than 512 bits.');
  return secret;
}

function counted(data: Element, open: OpenValue): Pick<ImportedKey, 'counter' | 'periodSeconds' | 'driftSteps'> {
  const counter = numberOf(data, 'Counter', open) ?? 0;
  if (counter < 0 || counter > MOST_COUNTER) throw malformed('Counter is out of bounds');
  return { counter, periodSeconds: 30, driftSteps: 0 };
}

function timed(data: Element, open: OpenValue): Pick<ImportedKey, 'counter' | 'periodSeconds' | 'driftSteps'> {
  const periodSeconds = numberOf(data, 'TimeInterval', open) ?? 30;
  if (periodSeconds !== 30 && periodSeconds !== 60)
    throw new TokenUnusable('TOKEN_TIME', 'The token changes its code in other steps than 30 or 60 seconds.');
  if ((numberOf(data, 'Time', open) ?? 0) !== 0)
    throw new TokenUnusable('TOKEN_TIME', 'The token counts its time from another instant than 1970.');
  const driftSteps = numberOf(data, 'TimeDrift', open) ?? 0;
  if (Math.abs(driftSteps) > 2)
    throw new TokenUnusable(
      'TOKEN_TIME',
      "The token's clock is off by more than two steps. Have it set, or replace it.",
    );
  return { counter: 0, periodSeconds, driftSteps };
}

function contentOf(key: Element, { open, now }: Reading): Token['content'] {
  try {
    const kind = kindOf(key);
    checkPolicy(key, now);
    const shape = shapeOf(key);
    const data = child(key, 'Data');
    if (data === null) throw new TokenUnusable('TOKEN_WITHOUT_KEY', 'The file holds no key for this token.');
    const moving = kind === 'hotp' ? counted(data, open) : timed(data, open);
    return { kind, key: { ...shape, ...moving, secret: secretOf(data, open) } };
  } catch (error) {
    if (error instanceof TokenUnusable) return { refusal: error.refusal };
    throw error;
  }
}

/** One key package (RFC 6030 4.1): whose it is, and its key or why it cannot be used. */
export function readToken(keyPackage: Element, reading: Reading): Token {
  const key = child(keyPackage, 'Key');
  const device = child(keyPackage, 'DeviceInfo');
  const serial = textIn(descendant(keyPackage, 'DeviceInfo', 'SerialNo')) ?? key?.getAttribute('Id') ?? '';
  if (key === null || !SERIAL.test(serial))
    throw malformed('a KeyPackage lacks its key, or a serial number and a key id');
  const holder = textIn(child(key, 'UserId')) ?? (device === null ? null : textIn(child(device, 'UserId')));
  return { serial, holder, content: contentOf(key, reading) };
}
