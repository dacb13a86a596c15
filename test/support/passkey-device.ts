import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { cbor } from './cbor.ts';

/** What a device is told to do otherwise than a good one would. */
export interface Deviation {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly flags?: number;
  readonly counter?: number;
  readonly key?: KeyObject;
  readonly id?: string;
  readonly format?: string;
  readonly statement?: ReadonlyMap<string, unknown>;
}

/** A passkey in software, written from WebAuthn with node:crypto, so that it can do wrong what no browser does. */
export interface PasskeyDevice {
  readonly id: string;
  readonly key: KeyObject;
  create(options: Options, deviation?: Deviation): string;
  get(options: Options, deviation?: Deviation): string;
}

type Options = { readonly challenge: string };
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const ATTESTED = 0x40;
const hash = (text: string | Buffer) => createHash('sha256').update(text).digest();

/** A device that signs for an origin, the conformance suite's unless given; it counts its signatures unless told to begin at null. */
export function passkeyDevice(origin = 'https://dms.example', firstCounter: number | null = 1): PasskeyDevice {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32).toString('base64url');
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const coseKey = cbor(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]),
  );
  let counter = firstCounter ?? 0;
  const clientData = (type: string, challenge: string, deviation: Deviation) =>
    Buffer.from(
      JSON.stringify({
        type: deviation.type ?? type,
        challenge: deviation.challenge ?? challenge,
        origin: deviation.origin ?? origin,
        crossOrigin: deviation.crossOrigin ?? false,
      }),
    );
  const authenticatorData = (deviation: Deviation, attested: Buffer) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(deviation.counter ?? counter);
    if (firstCounter !== null) counter += 1;
    const flags = deviation.flags ?? USER_PRESENT | USER_VERIFIED;
    return Buffer.concat([
      hash(deviation.rpId ?? new URL(origin).hostname),
      Buffer.from([attested.length > 0 ? flags | ATTESTED : flags]),
      count,
      attested,
    ]);
  };
  const answerOf = (response: Readonly<Record<string, unknown>>, { id: given = id }: Deviation) =>
    JSON.stringify({ id: given, rawId: given, type: 'public-key', response, clientExtensionResults: {} });
  return {
    id,
    key: privateKey,
    create({ challenge }, deviation = {}) {
      const bytes = Buffer.from(id, 'base64url');
      const length = Buffer.from([0, bytes.length]);
      const data = authenticatorData(deviation, Buffer.concat([Buffer.alloc(16), length, bytes, coseKey]));
      const attestation = cbor(
        new Map<string, unknown>([
          ['fmt', deviation.format ?? 'none'],
          ['attStmt', deviation.statement ?? new Map()],
          ['authData', data],
        ]),
      );
      const response = {
        clientDataJSON: clientData('webauthn.create', challenge, deviation).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      };
      return answerOf(response, deviation);
    },
    get({ challenge }, deviation = {}) {
      const client = clientData('webauthn.get', challenge, deviation);
      const data = authenticatorData(deviation, Buffer.alloc(0));
      const signature = sign('sha256', Buffer.concat([data, hash(client)]), deviation.key ?? privateKey);
      const response = {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
      };
      return answerOf(response, deviation);
    },
  };
}
