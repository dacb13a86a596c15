import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import type { Element } from '@xmldom/xmldom';
import { Fault } from '@countersign/platform';
import { bytesIn, child, descendant, malformed, textIn, wholeNumber } from './elements.ts';

const derive = promisify(pbkdf2);

/** What the operator was given beside the file to open it with. Never printed and never logged. */
export interface Opening {
  readonly key: Uint8Array | null;
  readonly password: string | null;
}

const PBKDF2 = /#pbkdf2$/;
const MOST_ROUNDS = 10_000_000;
const keyLengths: readonly number[] = [16, 24, 32];
/** The hash under PBKDF2, by the names in use; SHA-1 where none is named (RFC 8018 A.2). */
const hashes: readonly (readonly [RegExp, string])[] = [
  [/#hmac-?sha1$/i, 'sha1'],
  [/#hmac-?sha256$/i, 'sha256'],
  [/#hmac-?sha512$/i, 'sha512'],
];

function unknown(what: string): Fault {
  return new Fault(
    'TOKEN_FILE_ENCRYPTION',
    `The file is encrypted ${what}. Ask for one with a pre-shared key or a password (RFC 6030 6.1, 6.2).`,
  );
}

function hashOf(parameters: Element): string {
  const named = child(parameters, 'PRF')?.getAttribute('Algorithm') ?? null;
  if (named === null) return 'sha1';
  const found = hashes.find(([name]) => name.test(named));
  if (found === undefined) throw unknown('with a key derived in a way that is not known here');
  return found[1];
}

function numberIn(parameters: Element, name: string): number {
  const text = textIn(child(parameters, name));
  if (text === null) throw malformed(`PBKDF2-params lacks ${name}`);
  return wholeNumber(text, name);
}

/** The parameters of PBKDF2; they cannot drive up the price of the derivation without end. */
function parametersOf(derived: Element) {
  const method = child(derived, 'KeyDerivationMethod');
  const parameters = method === null ? null : child(method, 'PBKDF2-params');
  if (!PBKDF2.test(method?.getAttribute('Algorithm') ?? '') || parameters === null)
    throw unknown('with a key derived in a way that is not known here');
  const salt = descendant(parameters, 'Salt', 'Specified');
  const [rounds, length] = [numberIn(parameters, 'IterationCount'), numberIn(parameters, 'KeyLength')];
  if (salt === null || rounds < 1 || rounds > MOST_ROUNDS || !keyLengths.includes(length))
    throw malformed('PBKDF2-params are out of bounds');
  return { salt: bytesIn(salt), rounds, length, hash: hashOf(parameters) };
}

/** The key of RFC 6030 6.2: derived from a password by PBKDF2. */
async function fromPassword(derived: Element, password: string | null): Promise<Uint8Array> {
  const { salt, rounds, length, hash } = parametersOf(derived);
  if (password === null)
    throw new Fault(
      'TOKEN_KEY_MISSING',
      'The file is encrypted with a password. Name a file that holds it by --password-file.',
    );
  return derive(password, salt, rounds, length, hash);
}

/** The key that the values of a file are encrypted with; null when the file names none (RFC 6030 6). */
export async function encryptionKey(container: Element, opening: Opening): Promise<Uint8Array | null> {
  const named = child(container, 'EncryptionKey');
  if (named === null) return null;
  const derived = child(named, 'DerivedKey');
  if (derived !== null) return fromPassword(derived, opening.password);
  const foreign = ['X509Data', 'EncryptedKey', 'KeyValue', 'PGPData', 'AgreementMethod'];
  if (foreign.some((name) => child(named, name) !== null)) throw unknown('for a certificate or a public key');
  if (opening.key === null)
    throw new Fault(
      'TOKEN_KEY_MISSING',
      'The file is encrypted with a pre-shared key. Name a file that holds it by --key-file.',
    );
  return opening.key;
}
