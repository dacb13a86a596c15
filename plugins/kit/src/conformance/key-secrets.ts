import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  randomInt,
  timingSafeEqual,
} from 'node:crypto';
import type { Ports } from '../ports.ts';

/** The secrets port over one master key drawn for this run: real AES-256-GCM, real HMAC, real randomness. */
export function keySecrets(options: { readonly pepper: Uint8Array | null }): Ports['secrets'] {
  const master = randomBytes(32);
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', master, '', purpose, 32));
  const sealing = derive('seal');
  const hashing = derive('hash');

  return {
    seal(plaintext, context) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(context));
      return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]).toString(
        'base64url',
      );
    },
    open(sealed, context) {
      const envelope = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', sealing, envelope.subarray(0, 12))
        .setAAD(Buffer.from(context))
        .setAuthTag(envelope.subarray(-16));
      return Buffer.concat([decipher.update(envelope.subarray(12, -16)), decipher.final()]);
    },
    keyedHash: (value) => createHmac('sha256', hashing).update(value).digest('base64url'),
    randomBytes: (length) => randomBytes(length),
    randomDigits: (length) => Array.from({ length }, () => randomInt(10)).join(''),
    equal(a, b) {
      const left = createHmac('sha256', hashing).update(a).digest();
      return timingSafeEqual(left, createHmac('sha256', hashing).update(b).digest());
    },
    pepper: options.pepper,
  };
}
