import type { KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { FlowView, Subject, SubjectCard } from '@countersign/authenticator-kit';
import { kindOfKey } from './algorithms.ts';
import { extendedKeyUsage } from './issuing/certificate-parts.ts';
import { createAuthority, issueRevocationList } from './issuing/index.ts';
import { readIssuers } from './issuers.ts';
import { objectionTo } from './judge-binding.ts';
import { type JudgedCertificate, judgeChain } from './judge-chain.ts';
import { presentedCertificate } from './read-certificate.ts';
import { createRevocation } from './revocation.ts';
import { issuersPem, issuing, life, listsOf, root } from './test-cards.ts';
import { good, oddCard } from './test-certificates.ts';

const at = (text: string, byMs = 0) => new Date(Date.parse(text) + byMs);
const NOW = at('2026-03-02T09:00:00Z');

describe('a key', () => {
  const rsa = (modulusLength?: number, publicExponent?: bigint) =>
    kindOfKey({
      asymmetricKeyType: 'rsa',
      asymmetricKeyDetails: {
        ...(modulusLength === undefined ? {} : { modulusLength }),
        ...(publicExponent === undefined ? {} : { publicExponent }),
      },
    } as KeyObject);
  const other = (asymmetricKeyType: string, namedCurve?: string) =>
    kindOfKey({ asymmetricKeyType, asymmetricKeyDetails: { namedCurve } } as KeyObject);

  it('of RSA has 2048 to 4096 bits and an exponent from 65537 (O18)', () => {
    expect([2047, 2048, 4096, 4097].map((bits) => rsa(bits, 65_537n))).toEqual([null, 'RSA', 'RSA', null]);
    expect([3n, 65_536n, 65_537n].map((exponent) => rsa(2048, exponent))).toEqual([null, null, 'RSA']);
    expect([rsa(undefined, 65_537n), rsa(2048)]).toEqual([null, null]);
    expect(kindOfKey({ asymmetricKeyType: 'rsa' } as KeyObject)).toBeNull();
  });
  it('of another kind is on P-256 or P-384', () => {
    expect([other('ec', 'prime256v1'), other('ec', 'secp384r1')]).toEqual(['P-256', 'P-384']);
    expect([other('ec', 'secp521r1'), other('ec'), other('rsa-pss'), other('ed25519')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('a certificate', () => {
  const anything = { status: () => 'GOOD' as const };
  const judge = (now: Date, odd: Parameters<typeof oddCard>[0] = {}, issuers = issuersPem) => {
    const presented = presentedCertificate(oddCard(odd).certificate);
    if (presented === null) throw new Error('unreadable');
    return judgeChain(presented, { issuers: readIssuers(issuers), revocation: anything }, now);
  };

  it('is good from its first to its last instant', () => {
    const odd = { notBefore: at('2026-03-01T00:00:00Z'), notAfter: at('2026-03-31T00:00:00Z') };
    const states = [
      judge(at('2026-03-01T00:00:00Z', -1), odd),
      judge(at('2026-03-01T00:00:00Z'), odd),
      judge(at('2026-03-31T00:00:00Z'), odd),
      judge(at('2026-03-31T00:00:00Z', 1), odd),
    ].map((judged) => judged?.state);
    expect(states).toEqual(['NOT_YET_VALID', 'GOOD', 'GOOD', 'EXPIRED']);
  });
  it('needs its issuers in date, to the instant', () => {
    const long = { notBefore: at('2020-01-01T00:00:00Z'), notAfter: at('2040-01-01T00:00:00Z') };
    expect(judge(at('2025-01-01T00:00:00Z', -1), long)).toBeNull();
    expect(judge(life.notBefore, long)).not.toBeNull();
    expect(judge(life.notAfter, long)).not.toBeNull();
    expect(judge(new Date(life.notAfter.getTime() + 1), long)).toBeNull();
  });
  it('needs issuers that allow as many authorities below them', () => {
    const chain = (pathLength: number) => {
      const top = createAuthority({ name: 'Top', ...life, pathLength });
      const middle = createAuthority({ name: 'Middle', parent: top, ...life });
      return judge(NOW, { signer: middle }, `${top.certificate}\n${middle.certificate}`);
    };
    expect(chain(0)).toBeNull();
    expect(chain(1)).not.toBeNull();
    const alone = createAuthority({ name: 'Alone', ...life, pathLength: 0 });
    expect(judge(NOW, { signer: alone }, alone.certificate)).not.toBeNull();
  });
  it('is for signing in, by either of two purposes, among others too', () => {
    const by = (purpose: string) =>
      judge(NOW, { extensions: [good.constraints, good.usage, extendedKeyUsage(purpose)] });
    expect(by('1.3.6.1.5.5.7.3.2')).not.toBeNull();
    expect(by('1.3.6.1.4.1.311.20.2.2')).not.toBeNull();
    expect(by('1.3.6.1.5.5.7.3.1')).toBeNull();
  });
});

describe('the binding of a card to its person', () => {
  const content = { commonName: 'HKABC101', srn: 'SC700000a1', notAfter: at('2029-12-31T15:59:59Z') };
  const card = (state: JudgedCertificate['state'] = 'GOOD', change: object = {}) =>
    ({ state, content: { ...content, ...change } }) as JudgedCertificate;
  const flow = { claimedId: 'HKABC101' } as FlowView;
  const registered = { allowed: true, srn: 'SC700000a1', certificateExpiry: '2029-12-31' };
  const holder = (change: Partial<SubjectCard> = {}) => ({ card: { ...registered, ...change } }) as Subject;
  const cardless = { card: null } as Subject;
  const stands = (against: JudgedCertificate, subject: Subject | null, now = NOW) =>
    objectionTo(against, flow, subject, now);

  it('stands when nothing is wrong with either', () => {
    expect(stands(card(), holder())).toBeNull();
    expect(stands(card(), holder({ certificateExpiry: null }))).toBeNull();
  });
  it('tells first what is wrong with the card', () => {
    expect(stands(card('EXPIRED'), null)).toEqual({ code: 'CERT_EXPIRED' });
    expect(stands(card('REVOKED'), holder())).toEqual({ code: 'CERT_REVOKED' });
    expect(stands(card('UNKNOWN'), holder())).toEqual({ code: 'CERT_STATUS_UNKNOWN' });
    expect(stands(card('NOT_YET_VALID'), holder())).toEqual({ code: null });
  });
  it('ends with the registered day in Hong Kong, to the millisecond', () => {
    const short = card('GOOD', { notAfter: at('2026-03-01T00:00:00Z') });
    const subject = holder({ certificateExpiry: '2026-03-02' });
    expect(stands(short, subject, at('2026-03-02T15:59:59.999Z'))).toBeNull();
    expect(stands(short, subject, at('2026-03-02T16:00:00Z'))).toEqual({ code: 'CERT_EXPIRED' });
  });
  it('is not with a certificate that lasts longer than registered', () => {
    expect(stands(card('GOOD', { notAfter: at('2029-12-31T15:59:59.999Z') }), holder())).toBeNull();
    expect(stands(card('GOOD', { notAfter: at('2029-12-31T16:00:00Z') }), holder())).toEqual({ code: 'SRN_MISMATCH' });
  });
  it('is by the SRN of who may use a card, and of nobody else (W10, O8)', () => {
    const mismatch = { code: 'SRN_MISMATCH' };
    const barred = { code: 'SMARTCARD_NOT_ALLOWED' };
    expect(stands(card('GOOD', { srn: 'SC700000b2' }), holder())).toEqual(mismatch);
    expect(stands(card('GOOD', { srn: null }), holder({ srn: null }))).toEqual(mismatch);
    expect(stands(card(), holder({ srn: null }))).toEqual(mismatch);
    expect(stands(card(), holder({ allowed: false }))).toEqual(barred);
    expect(stands(card(), cardless)).toEqual(barred);
    expect(stands(card(), null)).toEqual({ code: null });
    for (const subject of [cardless, null, holder({ allowed: false })])
      expect(stands(card('GOOD', { commonName: 'HKABC102' }), subject)).toEqual(mismatch);
  });
});

describe('what the lists say of a certificate', () => {
  const issuer = readIssuers(issuersPem).find(({ x509 }) => x509.subject.includes('Card Issuer'));
  const list = (from: string, to: string, revoked: readonly string[] = [], authority = issuing) =>
    issueRevocationList(authority, { revoked, thisUpdate: at(from), nextUpdate: at(to) });
  const asked = async (now: Date, ...pems: readonly string[]) => {
    if (issuer === undefined) throw new Error('no issuer');
    const book = await createRevocation(listsOf(...pems), readIssuers(issuersPem))();
    return book.status(issuer, '42', now);
  };

  it('holds from its first instant to just before the next', async () => {
    const one = list('2026-03-01T00:00:00Z', '2026-03-31T00:00:00Z');
    expect(await asked(at('2026-03-01T00:00:00Z', -1), one)).toBe('UNKNOWN');
    expect(await asked(at('2026-03-01T00:00:00Z'), one)).toBe('GOOD');
    expect(await asked(at('2026-03-31T00:00:00Z', -1), one)).toBe('GOOD');
    expect(await asked(at('2026-03-31T00:00:00Z'), one)).toBe('UNKNOWN');
  });
  it('is what the newest in force says, in whatever order they come', async () => {
    const older = list('2026-03-01T00:00:00Z', '2026-06-01T00:00:00Z');
    const newer = list('2026-03-02T00:00:00Z', '2026-06-01T00:00:00Z', ['42']);
    expect(await asked(NOW, older, newer)).toBe('REVOKED');
    expect(await asked(NOW, newer, older)).toBe('REVOKED');
    expect(await asked(at('2026-03-01T12:00:00Z'), newer, older)).toBe('GOOD');
    expect(await asked(NOW, list('2026-03-01T00:00:00Z', '2026-06-01T00:00:00Z', ['42'], root), older)).toBe('GOOD');
  });
  it('is read once for as long as the source stays the same, and again after it failed', async () => {
    let reads = 0;
    let version = 'a';
    let broken = false;
    const book = createRevocation(
      {
        version: async () => {
          if (broken) throw new Error('gone');
          return version;
        },
        lists: async () => {
          reads += 1;
          return [];
        },
      },
      [],
    );
    await book();
    await book();
    expect(reads).toBe(1);
    version = 'b';
    await book();
    expect(reads).toBe(2);
    broken = true;
    await book();
    broken = false;
    await book();
    expect(reads).toBe(3);
  });
});
