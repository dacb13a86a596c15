import { describe, expect, it } from '@jest/globals';
import type { Opening } from './encryption-key.ts';
import { readTokenFile } from './read-token-file.ts';
import {
  aes256File,
  container,
  figure6,
  figure6Head,
  figure6Key,
  figure6Mac,
  figure6Secret,
  figure7,
  figure7Head,
  figure7Password,
  keyPackage,
  plain,
  rfcSecret,
  secretIn,
  type Told,
} from './test-files.ts';

const now = new Date('2026-03-04T02:00:00.000Z');
const nothing: Opening = { key: null, password: null };
const read = (text: string | Uint8Array, opening: Partial<Opening> = {}) =>
  readTokenFile(typeof text === 'string' ? new TextEncoder().encode(text) : text, {
    opening: { ...nothing, ...opening },
    now,
  });
const secret = Uint8Array.from(Buffer.from(rfcSecret));
const rfcKey = { digits: 8, algorithm: 'sha1', counter: 0, periodSeconds: 30, driftSteps: 0 };
const only = async (text: string, opening: Partial<Opening> = {}) => {
  const [token] = await read(text, opening);
  if (token === undefined || !('key' in token.content)) throw new Error(JSON.stringify(token));
  return { ...token.content, key: { ...token.content.key, secret: Uint8Array.from(token.content.key.secret) } };
};

describe('the examples of RFC 6030', () => {
  it('figure 5: a key in clear, with its holder', async () => {
    const [token] = await read(container(keyPackage({ holder: 'UID=jsmith,DC=example-bank,DC=net' })));
    expect(token).toMatchObject({ serial: '987654321', holder: 'UID=jsmith,DC=example-bank,DC=net' });
    expect(await only(container(keyPackage()))).toEqual({ kind: 'hotp', key: { ...rfcKey, secret } });
  });

  it('figure 6: encrypted with a pre-shared key of 128 bits', async () => {
    expect(await only(figure6, { key: figure6Key })).toEqual({ kind: 'hotp', key: { ...rfcKey, secret } });
  });

  it('figure 7: encrypted with a password', async () => {
    expect(await only(figure7, { password: figure7Password })).toEqual({ kind: 'hotp', key: { ...rfcKey, secret } });
  });
});

describe('a token file', () => {
  it('may use AES-256, HMAC-SHA-256, no MAC key of its own, and an encrypted counter', async () => {
    const key = Buffer.alloc(32, 5);
    expect((await only(aes256File(key, 4_711n), { key })).key).toEqual({ ...rfcKey, secret, counter: 4_711 });
    await expect(read(aes256File(key, 2n ** 60n), { key })).rejects.toMatchObject({ code: 'TOKEN_FILE_MALFORMED' });
  });

  it('may leave out prefixes', async () => {
    const bare = container(keyPackage())
      .replaceAll('pskc:K', 'K')
      .replaceAll(/<(\/?)pskc:/g, '<$1')
      .replace('xmlns:pskc=', 'xmlns=');
    expect(bare).not.toMatch(/<\/?pskc:/);
    expect(await only(bare)).toMatchObject({ kind: 'hotp' });
  });

  it('brings time-based tokens with interval, hash, drift and the draft’s name of the algorithm', async () => {
    const told: Told = {
      algorithm: 'http://www.ietf.org/keyprov/pskc#totp',
      suite: 'HMAC-SHA256',
      format: '<pskc:ResponseFormat Length="6" Encoding="DECIMAL"/>',
      data: plain('Time', '0') + plain('TimeInterval', '60') + plain('TimeDrift', '-2'),
      policy:
        '<pskc:StartDate>2012-08-01T00:00:00Z</pskc:StartDate><pskc:ExpiryDate>2037-12-31T00:00:00Z</pskc:ExpiryDate><pskc:KeyUsage>OTP</pskc:KeyUsage>',
    };
    expect(await only(container(keyPackage(told)))).toEqual({
      kind: 'totp',
      key: { digits: 6, algorithm: 'sha256', counter: 0, periodSeconds: 60, driftSteps: -2, secret },
    });
  });

  it.each<readonly [string, Told, string]>([
    ['of another algorithm', { algorithm: 'urn:ietf:params:xml:ns:keyprov:pskc:pin' }, 'TOKEN_ALGORITHM_UNKNOWN'],
    ['that challenges', { algorithm: 'urn:ietf:params:xml:ns:keyprov:pskc:OCRA-1' }, 'TOKEN_ALGORITHM_UNKNOWN'],
    ['with another hash', { suite: 'HMAC-MD5' }, 'TOKEN_ALGORITHM_UNKNOWN'],
    ['of seven digits', { format: '<pskc:ResponseFormat Length="7" Encoding="DECIMAL"/>' }, 'TOKEN_CODE_FORMAT'],
    ['of letters', { format: '<pskc:ResponseFormat Length="8" Encoding="HEXADECIMAL"/>' }, 'TOKEN_CODE_FORMAT'],
    [
      'with a check digit',
      { format: '<pskc:ResponseFormat Length="6" Encoding="DECIMAL" CheckDigits="true"/>' },
      'TOKEN_CODE_FORMAT',
    ],
    ['with a short key', { secret: secretIn('fifteen bytes..') }, 'TOKEN_KEY_LENGTH'],
    ['with a key longer than any', { secret: secretIn('x'.repeat(65)) }, 'TOKEN_KEY_LENGTH'],
    ['without a key', { secret: '' }, 'TOKEN_WITHOUT_KEY'],
    ['that expired', { policy: '<pskc:ExpiryDate>2026-03-04T02:00:00Z</pskc:ExpiryDate>' }, 'TOKEN_OUT_OF_DATE'],
    ['of the future', { policy: '<pskc:StartDate>2026-03-05T00:00:00Z</pskc:StartDate>' }, 'TOKEN_OUT_OF_DATE'],
    ['for encryption', { policy: '<pskc:KeyUsage>Encrypt</pskc:KeyUsage>' }, 'TOKEN_POLICY'],
    ['with a PIN in its codes', { policy: '<pskc:PINPolicy PINUsageMode="Append"/>' }, 'TOKEN_POLICY'],
    [
      'with a policy unheard of',
      { policy: '<pskc:NumberOfTransactions>9</pskc:NumberOfTransactions>' },
      'TOKEN_POLICY',
    ],
  ])('refuses a token %s, and reads on', async (_what, told, code) => {
    const [refused, good] = await read(container(keyPackage(told) + keyPackage({ serial: 'good' })));
    expect(refused?.content).toMatchObject({ refusal: { code, message: expect.stringMatching(/\.$/) } });
    expect(good?.content).toHaveProperty('key');
  });

  it.each<readonly [string, string]>([
    ['steps of 45 seconds', plain('TimeInterval', '45')],
    ['another beginning of time', plain('Time', '1234')],
    ['a clock three steps off', plain('TimeDrift', '3')],
  ])('refuses a time-based token with %s', async (_what, data) => {
    const [token] = await read(container(keyPackage({ algorithm: 'urn:ietf:params:xml:ns:keyprov:pskc:totp', data })));
    expect(token?.content).toMatchObject({ refusal: { code: 'TOKEN_TIME' } });
  });
});

describe('a file that was altered, cut off or made to do harm', () => {
  const external = '<!DOCTYPE pskc:KeyContainer [<!ENTITY x SYSTEM "file:///etc/hostname">]>';
  const laughs =
    '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>';
  const after = (declared: string, text: string) => text.replace('?>', `?>${declared}`);
  const good = container(keyPackage());
  const told = (value: string) => container(keyPackage({ holder: value }));
  const withKey = { key: figure6Key };
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(after(laughs, good), 'utf16le')]);

  it.each<readonly [string, string | Uint8Array, string, Partial<Opening>?]>([
    ['an external entity', after(external, told('&x;')), 'TOKEN_FILE_DOCTYPE'],
    ['entities that grow', after(laughs, told('&c;')), 'TOKEN_FILE_DOCTYPE'],
    ['a document type alone', after('<!doctype x>', good), 'TOKEN_FILE_DOCTYPE'],
    ['a document type behind another encoding', utf16, 'TOKEN_FILE_MALFORMED'],
    ['the same without its mark', utf16.subarray(2), 'TOKEN_FILE_MALFORMED'],
    ['an entity that is not declared', told('&x;'), 'TOKEN_FILE_MALFORMED'],
    ['its end cut off', good.slice(0, -40), 'TOKEN_FILE_MALFORMED'],
    [
      'a key cut off in its middle',
      figure6.slice(0, figure6.indexOf('AAECAwQF') + 12),
      'TOKEN_FILE_MALFORMED',
      withKey,
    ],
    ['a second root', `${good}<a/>`, 'TOKEN_FILE_MALFORMED'],
    ['text after its end', `${good} and more`, 'TOKEN_FILE_MALFORMED'],
    ['nothing in it', '', 'TOKEN_FILE_MALFORMED'],
    ['something else in it', 'serial,userId\n1,HKABC101\n', 'TOKEN_FILE_MALFORMED'],
    ['bytes that are no text', Uint8Array.of(0x3c, 0xff, 0xfe), 'TOKEN_FILE_MALFORMED'],
    ['more than 10 MB', new Uint8Array(10 * 1024 * 1024 + 1).fill(32), 'TOKEN_FILE_TOO_LARGE'],
    ['another root', good.replaceAll('KeyContainer', 'Container'), 'TOKEN_FILE_MALFORMED'],
    ['another namespace', good.replace('ns:keyprov:pskc', 'ns:keyprov:other'), 'TOKEN_FILE_MALFORMED'],
    ['another version', good.replace('Version="1.0"', 'Version="2.0"'), 'TOKEN_FILE_MALFORMED'],
    ['no package', container(''), 'TOKEN_FILE_MALFORMED'],
    ['a key that is no base64', container(keyPackage({ secret: plain('Secret', '!!') })), 'TOKEN_FILE_MALFORMED'],
    ['a counter below nought', container(keyPackage({ data: plain('Counter', '-1') })), 'TOKEN_FILE_MALFORMED'],
    [
      'a counter without end',
      container(keyPackage({ data: plain('Counter', '9'.repeat(40)) })),
      'TOKEN_FILE_MALFORMED',
    ],
    [
      'two secrets in one key',
      container(keyPackage({ secret: secretIn('a'.repeat(20)) + secretIn('b'.repeat(20)) })),
      'TOKEN_FILE_MALFORMED',
    ],
    ['a serial that a terminal would obey', container(keyPackage({ serial: '\u009b2J' })), 'TOKEN_FILE_MALFORMED'],
    ['encryption, and no key given', figure6, 'TOKEN_KEY_MISSING'],
    ['a password, and a key given', figure7, 'TOKEN_KEY_MISSING', withKey],
    ['another key', figure6, 'TOKEN_KEY_WRONG', { key: Buffer.alloc(16, 1) }],
    ['a key of another length', figure6, 'TOKEN_KEY_WRONG', { key: Buffer.alloc(32, 1) }],
    ['another password', figure7, 'TOKEN_KEY_WRONG', { password: 'Qwerty' }],
    ['another MAC', figure6.replace(figure6Mac, 'Tu+NvtQfmvfJzF6bmQiJqoLRExc='), 'TOKEN_KEY_WRONG', withKey],
    ['a MAC cut off', figure6.replace(figure6Mac, 'Su+NvtQfmvfJzF6bmQiJqg=='), 'TOKEN_KEY_WRONG', withKey],
    ['an altered value', figure6.replace('UqGv', 'UqGw'), 'TOKEN_KEY_WRONG', withKey],
    ['an altered first block', figure6.replace('AAECAwQF', 'AAECAwQG'), 'TOKEN_KEY_WRONG', withKey],
    [
      'no MAC of the value',
      container(keyPackage({ secret: figure6Secret('') }), figure6Head),
      'TOKEN_FILE_MALFORMED',
      withKey,
    ],
    [
      'no MAC method',
      container(
        keyPackage({ secret: figure6Secret() }),
        '<pskc:EncryptionKey><ds:KeyName>K</ds:KeyName></pskc:EncryptionKey>',
      ),
      'TOKEN_FILE_ENCRYPTION',
      withKey,
    ],
    ['a MAC by MD5', figure6.replace('hmac-sha1', 'hmac-md5'), 'TOKEN_FILE_ENCRYPTION', withKey],
    [
      'another cipher',
      container(
        keyPackage({ secret: figure6Secret(undefined, 'http://www.w3.org/2001/04/xmlenc#tripledes-cbc') }),
        figure6Head,
      ),
      'TOKEN_FILE_ENCRYPTION',
      withKey,
    ],
    [
      'encryption for a certificate',
      container(keyPackage({ secret: figure6Secret() }), '<pskc:EncryptionKey><ds:X509Data/></pskc:EncryptionKey>'),
      'TOKEN_FILE_ENCRYPTION',
      withKey,
    ],
    [
      'encryption that it does not name',
      container(keyPackage({ secret: figure6Secret() })),
      'TOKEN_FILE_MALFORMED',
      withKey,
    ],
    [
      'another derivation',
      figure7.replace('#pbkdf2', '#pbkdf1'),
      'TOKEN_FILE_ENCRYPTION',
      { password: figure7Password },
    ],
    [
      'a derivation without end',
      container(keyPackage(), figure7Head('999999999999')),
      'TOKEN_FILE_MALFORMED',
      { password: 'x' },
    ],
  ])('is refused whole: %s', async (_what, text, code, opening = {}) => {
    const refused = await read(text, opening).then(
      (tokens) => ({ code: `read ${tokens.length}`, message: '' }),
      (error: { readonly code?: unknown; readonly message: string }) => error,
    );
    expect(refused.code).toBe(code);
    expect(refused.message).toMatch(/^The (file|key) .*\.$/);
    expect(refused.message).not.toContain(rfcSecret);
  });

  it('is refused whole for one altered token among good ones', async () => {
    const bad = keyPackage({ serial: '2', secret: figure6Secret().replace('AAECAwQF', 'AAECAwQG') });
    const text = container(keyPackage({ serial: '1', secret: figure6Secret() }) + bad, figure6Head);
    await expect(read(text, withKey)).rejects.toMatchObject({ code: 'TOKEN_KEY_WRONG' });
  });

  it('is read in good time with as many tokens as fit', async () => {
    const packages = Array.from({ length: 5_000 }, (_, at) => keyPackage({ serial: `S${at}` }));
    expect(await read(container(packages.join('')))).toHaveLength(5_000);
  });
});
