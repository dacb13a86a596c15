import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import type { Element } from '@xmldom/xmldom';
import { Fault } from '@countersign/platform';
import { bytesIn, child, descendant, malformed } from './elements.ts';

const BLOCK = 16;
const ciphers: Readonly<Record<string, { readonly name: string; readonly bytes: number }>> = {
  'http://www.w3.org/2001/04/xmlenc#aes128-cbc': { name: 'aes-128-cbc', bytes: 16 },
  'http://www.w3.org/2001/04/xmlenc#aes192-cbc': { name: 'aes-192-cbc', bytes: 24 },
  'http://www.w3.org/2001/04/xmlenc#aes256-cbc': { name: 'aes-256-cbc', bytes: 32 },
};
const macs: Readonly<Record<string, string>> = {
  'http://www.w3.org/2000/09/xmldsig#hmac-sha1': 'sha1',
  'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256': 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#hmac-sha512': 'sha512',
};

/** Opens one encrypted value together with its MAC. */
export type OpenValue = (field: Element) => Uint8Array;

/** A wrong key and an altered file look alike: that is what the MAC is for. */
function notOpened(): Fault {
  return new Fault(
    'TOKEN_KEY_WRONG',
    'The key or password does not open this file, or the file was altered on its way. Nothing of it was used.',
  );
}

function decrypt(encrypted: Element, key: Uint8Array): Uint8Array {
  const cipher = ciphers[child(encrypted, 'EncryptionMethod')?.getAttribute('Algorithm') ?? ''];
  if (cipher === undefined)
    throw new Fault(
      'TOKEN_FILE_ENCRYPTION',
      'The file is encrypted by something else than AES-CBC with 128, 192 or 256 bits.',
    );
  if (key.byteLength !== cipher.bytes)
    throw new Fault(
      'TOKEN_KEY_WRONG',
      `The file wants a key of ${cipher.bytes} bytes; this one has ${key.byteLength}.`,
    );
  const value = cipherValue(encrypted);
  if (value.byteLength < 2 * BLOCK || value.byteLength % BLOCK !== 0) throw malformed('a CipherValue is cut off');
  const decipher = createDecipheriv(cipher.name, key, value.subarray(0, BLOCK)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(value.subarray(BLOCK)), decipher.final()]);
  // XML Encryption fills the last block with anything and says in the last byte how much of it.
  const filled = padded.at(-1) ?? 0;
  if (filled < 1 || filled > BLOCK) throw notOpened();
  return padded.subarray(0, -filled);
}

function cipherValue(encrypted: Element): Uint8Array {
  const value = descendant(encrypted, 'CipherData', 'CipherValue');
  if (value === null) throw malformed('an encrypted value lacks its CipherValue');
  return bytesIn(value);
}

/**
 * How the encrypted values of this file are opened: by its key, and only if the MAC over what is encrypted agrees, which is
 * looked at first (RFC 6030 6.1.1). A file of CBC without MAC method is refused: nobody could tell that it was altered.
 */
export function valueOpener(container: Element, key: Uint8Array | null): OpenValue {
  const method = child(container, 'MACMethod');
  const hash = macs[method?.getAttribute('Algorithm') ?? ''];
  const own = method === null ? null : child(method, 'MACKey');
  return (field) => {
    const encrypted = child(field, 'EncryptedValue');
    if (encrypted === null || key === null) throw malformed(`${field.localName} holds no value that can be opened`);
    if (hash === undefined)
      throw new Fault(
        'TOKEN_FILE_ENCRYPTION',
        'The file does not protect its keys by HMAC-SHA-1, -256 or -512, as RFC 6030 6.1 asks.',
      );
    const told = child(field, 'ValueMAC');
    if (told === null) throw malformed(`${field.localName} is encrypted without a ValueMAC`);
    const macKey = own === null ? key : decrypt(own, key);
    const mac = createHmac(hash, macKey).update(cipherValue(encrypted)).digest();
    const given = bytesIn(told);
    if (given.byteLength !== mac.byteLength || !timingSafeEqual(given, mac)) throw notOpened();
    return decrypt(encrypted, key);
  };
}
