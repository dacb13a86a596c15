import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Keys derived from one master key that lives outside the database. */
export interface SecretBox {
  /** AES-256-GCM bound to `context`: opening under another context fails. */
  seal(plaintext: Uint8Array, context: string): string;
  /** Throws when the text was altered, or sealed under another context or an unknown master key. */
  open(sealed: string, context: string): Uint8Array;
  /** HMAC-SHA-256 as base64url under a key of its own for each purpose. */
  keyedHash(purpose: string, value: string): string;
  /** A 32-byte key of its own for each purpose. */
  derive(purpose: string): Uint8Array;
  /** Whether a re-key must seal this again, because an earlier master key sealed it. */
  stale(sealed: string): boolean;
}

const FORMAT = 'v1';
const SALT = 16;
const NONCE = 12;
const TAG = 16;

function deriveFrom(master: Uint8Array, salt: Uint8Array, label: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, salt, `countersign/${label}`, 32));
}

/** Names a master key without telling it. */
function keyNameOf(master: Uint8Array): string {
  return deriveFrom(master, new Uint8Array(), 'key-name').subarray(0, 6).toString('base64url');
}

function sealWith(master: Uint8Array, plaintext: Uint8Array, context: string): string {
  const salt = randomBytes(SALT);
  const nonce = randomBytes(NONCE);
  // A key per message: no count of messages can wear the nonce out (NIST SP 800-38D 8.3).
  const cipher = createCipheriv('aes-256-gcm', deriveFrom(master, salt, 'seal'), nonce);
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return `${FORMAT}.${keyNameOf(master)}.${Buffer.concat([salt, nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
}

function openWith(master: Uint8Array, payload: Buffer, context: string): Uint8Array {
  const salt = payload.subarray(0, SALT);
  const nonce = payload.subarray(SALT, SALT + NONCE);
  const tag = payload.subarray(SALT + NONCE, SALT + NONCE + TAG);
  const decipher = createDecipheriv('aes-256-gcm', deriveFrom(master, salt, 'seal'), nonce, { authTagLength: TAG });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(payload.subarray(SALT + NONCE + TAG)), decipher.final()]);
}

/** A secret box over a master key of at least 32 bytes; `previous` keys still open what they sealed, and seal nothing new. */
export function createSecretBox(masterKey: Uint8Array, previous: readonly Uint8Array[] = []): SecretBox {
  for (const key of [masterKey, ...previous]) {
    if (key.byteLength < 32) throw new Error('A master key needs at least 32 bytes.');
  }
  const byName = new Map([...previous, masterKey].map((key) => [keyNameOf(key), key]));
  const current = keyNameOf(masterKey);
  const derived = new Map<string, Buffer>();
  const derive = (purpose: string): Buffer => {
    const known = derived.get(purpose) ?? deriveFrom(masterKey, new Uint8Array(), `purpose/${purpose}`);
    derived.set(purpose, known);
    return known;
  };
  return {
    seal: (plaintext, context) => sealWith(masterKey, plaintext, context),
    open(sealed, context) {
      const [format, name = '', payload = ''] = sealed.split('.');
      const key = byName.get(name);
      if (format !== FORMAT || key === undefined)
        throw new Error('A sealed value needs a master key that is not configured.');
      return openWith(key, Buffer.from(payload, 'base64url'), context);
    },
    keyedHash: (purpose, value) => createHmac('sha256', derive(purpose)).update(value, 'utf8').digest('base64url'),
    derive: (purpose) => Uint8Array.from(derive(purpose)),
    stale: (sealed) => sealed.split('.')[1] !== current,
  };
}
