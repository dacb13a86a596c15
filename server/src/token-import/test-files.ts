import { createCipheriv, createHmac, randomBytes } from 'node:crypto';

/** The secret of every example in RFC 6030. */
export const rfcSecret = '12345678901234567890';
/** The pre-shared key of its figure 6, and the password of its figure 7. */
export const figure6Key = Buffer.from('12345678901234567890123456789012', 'hex');
export const figure7Password = 'qwerty';

const HOTP = 'urn:ietf:params:xml:ns:keyprov:pskc:hotp';
const AES128 = 'http://www.w3.org/2001/04/xmlenc#aes128-cbc';
const HMAC_SHA1 = 'http://www.w3.org/2000/09/xmldsig#hmac-sha1';

const encrypted = (name: string, value: string, algorithm = AES128) => `<pskc:${name}>
  <xenc:EncryptionMethod Algorithm="${algorithm}"/>
  <xenc:CipherData><xenc:CipherValue>
    ${value}
  </xenc:CipherValue></xenc:CipherData></pskc:${name}>`;

/** A container around key packages, with what stands before them. */
export const container = (packages: string, head = '') => `<?xml version="1.0" encoding="UTF-8"?>
<pskc:KeyContainer Version="1.0" xmlns:pskc="urn:ietf:params:xml:ns:keyprov:pskc"
  xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"
  xmlns:xenc11="http://www.w3.org/2009/xmlenc11#"
  xmlns:pkcs5="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#">${head}${packages}</pskc:KeyContainer>`;

/** What one key package may say otherwise than the example. */
export interface Told {
  readonly serial?: string;
  readonly algorithm?: string;
  readonly holder?: string;
  readonly format?: string;
  readonly suite?: string;
  readonly secret?: string;
  readonly data?: string;
  readonly policy?: string;
}

export const plain = (name: string, value: string) =>
  `<pskc:${name}><pskc:PlainValue>${value}</pskc:PlainValue></pskc:${name}>`;
export const secretIn = (text: string) => plain('Secret', Buffer.from(text).toString('base64'));

/** A key package after figure 5 of RFC 6030. */
export function keyPackage(told: Told = {}): string {
  const { serial = '987654321', algorithm = HOTP, holder, suite, policy } = told;
  return `<pskc:KeyPackage>
  <pskc:DeviceInfo><pskc:Manufacturer>Manufacturer</pskc:Manufacturer><pskc:SerialNo>${serial}</pskc:SerialNo></pskc:DeviceInfo>
  <pskc:Key Id="12345678" Algorithm="${algorithm}"><pskc:Issuer>Issuer</pskc:Issuer>
    <pskc:AlgorithmParameters>${suite === undefined ? '' : `<pskc:Suite>${suite}</pskc:Suite>`}
      ${told.format ?? '<pskc:ResponseFormat Length="8" Encoding="DECIMAL"/>'}</pskc:AlgorithmParameters>
    <pskc:Data>${told.secret ?? secretIn(rfcSecret)}${told.data ?? plain('Counter', '0')}</pskc:Data>
    ${holder === undefined ? '' : `<pskc:UserId>${holder}</pskc:UserId>`}${policy === undefined ? '' : `<pskc:Policy>${policy}</pskc:Policy>`}
  </pskc:Key></pskc:KeyPackage>`;
}

/** The head of figure 6: encrypted with a pre-shared key, and its MAC key. */
export const figure6Head = `<pskc:EncryptionKey><ds:KeyName>Pre-shared-key</ds:KeyName></pskc:EncryptionKey>
  <pskc:MACMethod Algorithm="${HMAC_SHA1}">
  ${encrypted('MACKey', 'ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX')}</pskc:MACMethod>`;
export const figure6Mac = 'Su+NvtQfmvfJzF6bmQiJqoLRExc=';
export const figure6Secret = (mac = `<pskc:ValueMAC>${figure6Mac}</pskc:ValueMAC>`, algorithm = AES128) =>
  `<pskc:Secret>${encrypted('EncryptedValue', 'AAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx2lef1VmNPCMl8jwZqIUqGv', algorithm)}${mac}</pskc:Secret>`;
export const figure6 = container(keyPackage({ secret: figure6Secret(), holder: 'HKABC101' }), figure6Head);

/** The head of figure 7: a key derived from a password. */
export const figure7Head = (rounds = '1000') => `<pskc:EncryptionKey><xenc11:DerivedKey>
  <xenc11:KeyDerivationMethod Algorithm="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2">
    <pkcs5:PBKDF2-params><Salt><Specified>Ej7/PEpyEpw=</Specified></Salt>
      <IterationCount>${rounds}</IterationCount><KeyLength>16</KeyLength><PRF/></pkcs5:PBKDF2-params>
  </xenc11:KeyDerivationMethod>
  <xenc:ReferenceList><xenc:DataReference URI="#ED"/></xenc:ReferenceList>
  <xenc11:MasterKeyName>My Password 1</xenc11:MasterKeyName></xenc11:DerivedKey></pskc:EncryptionKey>
  <pskc:MACMethod Algorithm="${HMAC_SHA1}">
  ${encrypted('MACKey', '2GTTnLwM3I4e5IO5FkufoOEiOhNj91fhKRQBtBJYluUDsPOLTfUvoU2dStyOwYZx')}</pskc:MACMethod>`;
const figure7Secret = `<pskc:Secret>${encrypted('EncryptedValue', 'oTvo+S22nsmS2Z/RtcoF8Hfh+jzMe0RkiafpoDpnoZTjPYZu6V+A4aEn032yCr4f')}
  <pskc:ValueMAC>LP6xMvjtypbfT9PdkJhBZ+D6O4w=</pskc:ValueMAC></pskc:Secret>`;
export const figure7 = container(keyPackage({ secret: figure7Secret, data: '' }), figure7Head());

/** A file of AES-256-CBC and HMAC-SHA-256 without a MAC key of its own, encrypted here, its counter as well. */
export function aes256File(key: Uint8Array, counter: bigint): string {
  const seal = (name: string, value: Uint8Array) => {
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-256-cbc', key, iv);
    const sealed = Buffer.concat([iv, cipher.update(value), cipher.final()]);
    const mac = createHmac('sha256', key).update(sealed).digest('base64');
    const algorithm = 'http://www.w3.org/2001/04/xmlenc#aes256-cbc';
    return `<pskc:${name}>${encrypted('EncryptedValue', sealed.toString('base64'), algorithm)}<pskc:ValueMAC>${mac}</pskc:ValueMAC></pskc:${name}>`;
  };
  const count = Buffer.alloc(8);
  count.writeBigUInt64BE(counter);
  const head = `<pskc:EncryptionKey><ds:KeyName>K</ds:KeyName></pskc:EncryptionKey>
    <pskc:MACMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"/>`;
  return container(keyPackage({ secret: seal('Secret', Buffer.from(rfcSecret)), data: seal('Counter', count) }), head);
}
