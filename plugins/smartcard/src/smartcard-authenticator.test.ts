import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FlowView, Subject } from '@countersign/authenticator-kit';
import { type Bench, openBench } from '@countersign/authenticator-kit/conformance';
import { createAuthority, issueRevocationList } from './issuing/index.ts';
import { readIssuers } from './issuers.ts';
import type { SmartcardAnswer } from './parse-answer.ts';
import { revocationFiles } from './revocation-source.ts';
import { smartcardAuthenticator } from './smartcard-authenticator.ts';
import {
  answerOf,
  cardOf,
  challengedBy,
  issuersPem,
  issuing,
  life,
  listTimes,
  openCardBench,
  root,
  serialOf,
} from './test-cards.ts';
import { CN, oddAuthority, oddCard, SERIAL } from './test-certificates.ts';

let bench: Bench<SmartcardAnswer>;
beforeEach(async () => {
  bench = await openCardBench();
});
afterEach(() => bench.close());

async function answered(
  flow: FlowView,
  given: { readonly certificate: string; readonly signature: string },
  subject: Subject | null = bench.subject,
) {
  const parsed = bench.authenticator.parse(given);
  if (!parsed.ok) throw new Error(parsed.code);
  const verdict = await bench.authenticator.verify(flow, subject, parsed.answer);
  const told = verdict.outcome === 'rejected' ? (verdict.tell?.code ?? verdict.reason) : null;
  return { told, proof: await bench.consume(verdict) };
}

describe('the statement', () => {
  it('names purpose, site, user, flow, nonce and end, line by line', async () => {
    const flow = bench.flow('STEP_UP');
    expect((await challengedBy(bench, flow)).split('\n')).toEqual([
      'countersign-smartcard-v1',
      'purpose: STEP_UP',
      'origin: https://dms.example',
      'user: HKABC101',
      `flow: ${flow.id}`,
      expect.stringMatching(/^nonce: [A-Za-z0-9_-]{43}$/),
      'expires: 2026-03-02T09:01:00.000Z',
    ]);
  });

  it('names for nobody the user ID that was typed (O8)', async () => {
    const flow = { ...bench.flow(), claimedId: 'HKXYZ404' };
    expect(await challengedBy(bench, flow, null)).toContain('\nuser: HKXYZ404\n');
  });

  it('never repeats a nonce', async () => {
    const flow = bench.flow();
    const texts = await Promise.all(Array.from({ length: 50 }, () => challengedBy(bench, flow)));
    expect(new Set(texts).size).toBe(50);
  });
});

describe('a signature counts', () => {
  it('for 60 seconds, not a millisecond longer (O18)', async () => {
    const card = cardOf(bench.subject);
    const [early, late] = [bench.flow(), bench.flow()];
    const given = [
      answerOf(card, await challengedBy(bench, early)),
      answerOf(card, await challengedBy(bench, late)),
    ] as const;
    bench.ports.clock.advance(59_999);
    expect(await answered(early, given[0])).toEqual({ told: null, proof: true });
    bench.ports.clock.advance(1);
    expect((await answered(late, given[1])).proof).toBe(false);
  });

  it('no longer than its own end, also where the store keeps it (S4)', async () => {
    const flow = bench.flow();
    const given = answerOf(cardOf(bench.subject), await challengedBy(bench, flow));
    const standing = (await bench.ports.volatile.get(`challenge:${flow.id}`)) ?? '';
    await bench.ports.volatile.set(`challenge:${flow.id}`, standing, { ttlMs: 900_000 });
    bench.ports.clock.advance(60_000);
    expect(await answered(flow, given)).toEqual({ told: 'EXPIRED', proof: false });
  });

  it('until a newer statement replaces its own', async () => {
    const card = cardOf(bench.subject);
    const flow = bench.flow();
    const older = answerOf(card, await challengedBy(bench, flow));
    const newer = answerOf(card, await challengedBy(bench, flow));
    expect((await answered(flow, older)).proof).toBe(false);
    expect((await answered(flow, newer)).proof).toBe(true);
  });

  it('once, also when the volatile store comes back as it was, and whatever form of it is sent (O1, S4)', async () => {
    const card = cardOf(bench.subject);
    const flow = bench.flow();
    const statement = await challengedBy(bench, flow);
    const given = answerOf(card, statement);
    const standing = await bench.ports.volatile.get(`challenge:${flow.id}`);
    expect((await answered(flow, given)).proof).toBe(true);
    await bench.ports.volatile.set(`challenge:${flow.id}`, standing ?? '', { ttlMs: 60_000 });
    expect((await answered(flow, given)).proof).toBe(false);
    // ECDSA signs afresh each time: another signature of the same statement is no other proof.
    expect((await answered(flow, answerOf(card, statement))).proof).toBe(false);
  });

  it('in its own flow, purpose and person only, whatever the store says (O5)', async () => {
    const card = cardOf(bench.subject);
    const flow = bench.flow('LOGIN');
    const given = answerOf(card, await challengedBy(bench, flow));
    expect((await answered({ ...flow, purpose: 'STEP_UP' }, given)).proof).toBe(false);
    expect((await answered(flow, given, { ...bench.subject, userId: 'HKABC102' })).proof).toBe(false);
    expect((await answered(flow, given)).proof).toBe(true);
  });
});

describe('who is told what', () => {
  const other = () => cardOf(bench.stranger);
  const signedBy = async (card: ReturnType<typeof cardOf>, claimedId: string, subject: Subject | null) => {
    const flow = { ...bench.flow(), claimedId };
    return (await answered(flow, answerOf(card, await challengedBy(bench, flow, subject)), subject)).told;
  };

  it('somebody else’s card hears the same of every user ID, there or not (O8)', async () => {
    const without = { ...bench.subject, card: null };
    const barred = { ...bench.subject, card: { allowed: false, srn: null, certificateExpiry: null } };
    for (const subject of [bench.subject, without, barred, null])
      expect(await signedBy(other(), 'HKABC101', subject)).toBe('SRN_MISMATCH');
  });

  it('a user’s own former card hears that he signs in with two factors (W10)', async () => {
    const card = cardOf(bench.subject);
    expect(await signedBy(card, 'HKABC101', { ...bench.subject, card: null })).toBe('SMARTCARD_NOT_ALLOWED');
    const barred = { allowed: false, srn: 'SC700000a1', certificateExpiry: '2029-12-31' };
    expect(await signedBy(card, 'HKABC101', { ...bench.subject, card: barred })).toBe('SMARTCARD_NOT_ALLOWED');
  });

  it('the card of somebody disabled hears nothing', async () => {
    expect(await signedBy(cardOf(bench.subject), 'HKABC101', null)).toBe('SUBJECT_MISMATCH');
  });

  it('a card whose registered day has passed has expired', async () => {
    const registered = { allowed: true, srn: 'SC700000a1', certificateExpiry: '2026-03-01' };
    expect(await signedBy(cardOf(bench.subject), 'HKABC101', { ...bench.subject, card: registered })).toBe(
      'CERT_EXPIRED',
    );
  });

  it('a profile without an SRN takes no card, not even one without', async () => {
    const blank = { ...bench.subject, card: { allowed: true, srn: null, certificateExpiry: null } };
    expect(await signedBy(oddCard({ subject: [[CN, 'HKABC101']] }), 'HKABC101', blank)).toBe('SRN_MISMATCH');
    expect(
      await signedBy(
        oddCard({
          subject: [
            [CN, 'HKABC101'],
            [SERIAL, ''],
          ],
        }),
        'HKABC101',
        blank,
      ),
    ).toBe('SRN_MISMATCH');
  });
});

describe('a certificate that runs out', () => {
  const soon = new Date('2026-03-30T00:00:00Z');

  it('is announced once a week to its holder, in words without a link (N1)', async () => {
    for (let login = 0; login < 3; login += 1) {
      const flow = bench.flow();
      const card = cardOf(bench.subject, soon);
      expect((await answered(flow, answerOf(card, await challengedBy(bench, flow)))).proof).toBe(true);
      const again = bench.flow();
      expect((await answered(again, answerOf(card, await challengedBy(bench, again)))).proof).toBe(true);
    }
    expect(bench.ports.sent).toHaveLength(3);
    expect(bench.ports.sent[0]).toMatchObject({ to: bench.subject.email });
    expect(bench.ports.sent[0]?.text).toMatch(/good until 30 Mar 2026, 08:00 HKT/);
    expect(bench.ports.sent[0]?.text).not.toMatch(/https?:/);
  });

  it('is no news before its last thirty days, and for whom no card proved', async () => {
    const flow = bench.flow();
    await answered(flow, answerOf(cardOf(bench.subject), await challengedBy(bench, flow)));
    await answered(flow, answerOf(cardOf(bench.subject, soon), 'something else'));
    expect(bench.ports.sent).toEqual([]);
  });
});

describe('revocation lists in files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'countersign-lists-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const listed = (revoked: readonly string[]) =>
    issueRevocationList(root, { revoked: [], ...listTimes }) + issueRevocationList(issuing, { revoked, ...listTimes });

  it.each(['a file', 'a folder'])('are read again when they change: %s', async (kind) => {
    await bench.close();
    const file = path.join(folder, 'lists.crl');
    writeFileSync(file, listed([]));
    const revocation = revocationFiles(kind === 'a file' ? file : folder);
    bench = await openBench(smartcardAuthenticator({ issuers: issuersPem, revocation }));
    const card = cardOf(bench.subject);
    const told = async () => {
      const flow = bench.flow();
      return (await answered(flow, answerOf(card, await challengedBy(bench, flow)))).told;
    };
    expect(await told()).toBe(null);
    writeFileSync(file, listed([serialOf(card)]));
    expect(await told()).toBe('CERT_REVOKED');
    writeFileSync(file, 'rubbish');
    expect(await told()).toBe('CERT_STATUS_UNKNOWN');
    unlinkSync(file);
    expect(await told()).toBe('CERT_STATUS_UNKNOWN');
    writeFileSync(file, listed([]));
    expect(await told()).toBe(null);
  });
});

describe('issuers that cannot be used stop the start', () => {
  it.each([
    ['nothing', '', /no certificate in PEM/],
    ['an intermediate without its root', issuing.certificate, /issuer of CN=Card Issuer is missing/],
    [
      'somebody else’s root',
      `${createAuthority({ name: 'Card Root', ...life }).certificate}\n${issuing.certificate}`,
      /is missing/,
    ],
    ['no authority', oddAuthority('Not One', { extensions: [] }).pem, /is no authority/],
    [
      'a weak signature',
      oddAuthority('Weak', { algorithm: '1.2.840.10045.4.1', digest: 'sha1' }).pem,
      /weak signature/,
    ],
    [
      'a block that is no certificate',
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      /is no certificate/,
    ],
  ])('%s', (_name, text, problem) => {
    expect(() => readIssuers(text)).toThrow(problem);
  });
});
