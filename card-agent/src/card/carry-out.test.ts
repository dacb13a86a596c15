import { createHash, generateKeyPairSync } from 'node:crypto';
import { createAuthority, issueCard } from '@countersign/authenticator-smartcard/issuing';
import { describe, expect, it } from '@jest/globals';
import { CKA, CKF, CKM, CKO, CKR, CKU } from '../cryptoki/cryptoki-constants.ts';
import { CryptokiError } from '../cryptoki/cryptoki-error.ts';
import type { Cryptoki, SigningKey } from '../cryptoki/cryptoki.ts';
import { carryOut } from './carry-out.ts';

const life = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2045-01-01T00:00:00Z') };
const authority = createAuthority({ name: 'Test Card Issuer', ...life });
const STATEMENT = Buffer.from('what is signed', 'utf8');
const OBJECT = { certificate: 1n, key: 2n };

const keys = {
  RSA: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  P256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  P384: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
};

interface Module {
  readonly flags?: number;
  /** Whether the card is still there when the reader is asked again. */
  readonly stays?: boolean;
  readonly asksAgain?: boolean;
  readonly fails?: Partial<Record<'login' | 'sign' | 'openSession', number>>;
  /** Mechanisms that this card does not have. */
  readonly lacks?: readonly number[];
  readonly withoutKey?: boolean;
}

/** A module with one card, as wayward as a test wants it. */
function moduleWith(kind: keyof typeof keys, how: Module = {}) {
  const publicKeySpki = keys[kind]().publicKey.export({ type: 'spki', format: 'der' });
  const der = Buffer.from(issueCard(authority, { ...life, userId: 'HKABC1X1', srn: 'SC0000001', publicKeySpki }));
  const signed: { mechanism: number; bytes: string; pinAgain: string | undefined }[] = [];
  const fail = (call: 'login' | 'sign' | 'openSession') => {
    const result = how.fails?.[call];
    if (result !== undefined) throw new CryptokiError(call, result);
  };
  const flags = CKF.TOKEN_INITIALIZED | CKF.USER_PIN_INITIALIZED | (how.flags ?? 0);
  const attributes: Readonly<Record<string, Buffer>> = {
    [`${OBJECT.certificate} ${CKA.VALUE}`]: der,
    [`${OBJECT.certificate} ${CKA.ID}`]: Buffer.from([1]),
    [`${OBJECT.key} ${CKA.ALWAYS_AUTHENTICATE}`]: Buffer.from([how.asksAgain ? 1 : 0]),
  };
  let opened = 0;
  const cryptoki = {
    slots: () => [7n],
    token: () => ({ label: 'HKABC1X1', maker: 'x', serial: 'S1', flags }),
    openSession() {
      opened += 1;
      // The first session reads the card.
      if (opened > 1) fail('openSession');
      return 1n;
    },
    closeSession: () => undefined,
    login(_session: bigint, who: number) {
      if (who === CKU.USER) fail('login');
    },
    logout: () => undefined,
    find(_session: bigint, template: readonly (readonly [number, unknown])[]) {
      if (template[0]?.[1] === CKO.CERTIFICATE) return [OBJECT.certificate];
      return how.withoutKey ? [] : [OBJECT.key];
    },
    read: (_session: bigint, object: bigint, attribute: number) => attributes[`${object} ${attribute}`] ?? null,
    sign(_session: bigint, { mechanism, pinAgain }: SigningKey, bytes: Buffer) {
      if (how.lacks?.includes(mechanism)) throw new CryptokiError('C_SignInit', CKR.MECHANISM_INVALID);
      fail('sign');
      signed.push({ mechanism, bytes: bytes.toString('hex'), pinAgain });
      return Buffer.from('signature');
    },
  } as unknown as Cryptoki;
  const again = how.stays === false ? ({ ...cryptoki, slots: () => [] } as Cryptoki) : cryptoki;
  const fingerprint = createHash('sha256').update(der).digest('hex');
  const bytes = STATEMENT.toString('base64');
  return {
    signed,
    sign: () => carryOut(cryptoki, { do: 'SIGN', serial: 'S1', fingerprint, pin: '123456', bytes }, () => again),
  };
}

const sha = (algorithm: string) => createHash(algorithm).update(STATEMENT).digest('hex');

describe('what the card is asked to sign', () => {
  it('RSA: the text itself, where the card hashes', () => {
    const { sign, signed } = moduleWith('RSA');
    expect(sign()).toMatchObject({ ok: true });
    const bytes = STATEMENT.toString('hex');
    expect(signed).toEqual([{ mechanism: CKM.SHA256_RSA_PKCS, bytes, pinAgain: undefined }]);
  });

  it('RSA: its DigestInfo, where the card does not (RFC 8017 9.2)', () => {
    const { sign, signed } = moduleWith('RSA', { lacks: [CKM.SHA256_RSA_PKCS] });
    expect(sign()).toMatchObject({ ok: true });
    const bytes = `3031300d060960864801650304020105000420${sha('sha256')}`;
    expect(signed).toEqual([{ mechanism: CKM.RSA_PKCS, bytes, pinAgain: undefined }]);
  });

  it.each([
    ['P256', 'sha256'],
    ['P384', 'sha384'],
  ] as const)('%s: the %s of the text', (kind, algorithm) => {
    const { sign, signed } = moduleWith(kind);
    expect(sign()).toMatchObject({ ok: true });
    expect(signed).toEqual([{ mechanism: CKM.ECDSA, bytes: sha(algorithm), pinAgain: undefined }]);
  });

  it('a key that asks for the PIN at each signature gets it again', () => {
    const { sign, signed } = moduleWith('P256', { asksAgain: true });
    expect(sign()).toMatchObject({ ok: true });
    expect(signed[0]?.pinAgain).toBe('123456');
  });
});

describe('what a failure means', () => {
  it.each([
    ['PIN_WRONG', { fails: { login: CKR.PIN_INCORRECT } }],
    ['PIN_LOCKED', { fails: { login: CKR.PIN_LOCKED } }],
    ['PIN_LOCKED', { fails: { login: CKR.PIN_INCORRECT }, flags: CKF.USER_PIN_LOCKED }],
    ['PIN_MUST_CHANGE', { fails: { login: CKR.PIN_EXPIRED } }],
    ['CARD_REMOVED', { fails: { sign: CKR.DEVICE_REMOVED } }],
    ['CARD_REMOVED', { fails: { openSession: CKR.TOKEN_NOT_PRESENT } }],
    ['CARD_FAILED', { fails: { sign: 0x5 } }],
    ['CARD_EMPTY', { withoutKey: true }],
  ] as const)('%s for %j', (code, how) => {
    expect(moduleWith('P256', how).sign()).toMatchObject({ ok: false, code });
  });

  it.each([
    { fails: { login: CKR.PIN_INCORRECT } },
    { fails: { sign: 0x5 } },
    { fails: { sign: 0xb3 } },
    { withoutKey: true },
  ])('a card that is gone afterwards was removed, whatever the module answered: %j', (how) => {
    expect(moduleWith('P256', { ...how, stays: false }).sign()).toMatchObject({ ok: false, code: 'CARD_REMOVED' });
  });

  it('tells that one try is left', () => {
    const how = { fails: { login: CKR.PIN_INCORRECT }, flags: CKF.USER_PIN_FINAL_TRY };
    expect(moduleWith('P256', how).sign()).toMatchObject({ code: 'PIN_WRONG', states: ['FINAL_TRY'] });
  });
});
