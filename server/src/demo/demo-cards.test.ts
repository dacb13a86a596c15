import { X509Certificate, createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readServerSettings } from '../settings/read-server-settings.ts';
import { demoAuthority } from './demo-authority.ts';
import { demoCards, readDemoCards } from './demo-cards.ts';
import { demoProfiles } from './demo-profiles.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-demo-cards-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const settings = () => readServerSettings({ COUNTERSIGN_DATA_DIR: folder, COUNTERSIGN_DEMO: 'on' }, 'all');

describe('demo cards', () => {
  it('are made once, and stay', () => {
    const made = demoCards(settings());
    expect(made.length).toBeGreaterThan(10);
    expect(demoCards(settings())).toEqual(made);
    expect(readDemoCards(settings())).toEqual(made);
  });

  it('agree with the profiles on SRN and expiry, and with their keys', () => {
    const issuer = new X509Certificate(demoAuthority(settings()).certificate);
    for (const card of demoCards(settings())) {
      const certificate = new X509Certificate(Buffer.from(card.certificate, 'base64'));
      const profile = demoProfiles().find(({ userId }) => userId === card.userId);
      expect(certificate.subject).toContain(`serialNumber=${profile?.srn}`);
      expect(new Date(certificate.validTo)).toEqual(new Date(`${profile?.certificateExpiry}T23:59:59+08:00`));
      expect(certificate.checkPrivateKey(createPrivateKey(card.privateKey))).toBe(true);
      expect(certificate.verify(issuer.publicKey)).toBe(true);
    }
  });

  it('belong to staff, makers and checkers, and to the user of the walkthrough', () => {
    const holders = demoCards(settings()).map(({ userId }) => userId);
    expect(holders).toEqual(expect.arrayContaining(['HKABC1X1', 'HKABC2X1', 'HKABC101', 'HKEX0001', 'HKEX0002']));
  });

  it('are not made over an authority that cannot be read whole', () => {
    demoAuthority(settings());
    rmSync(path.join(folder, 'demo-cards', 'authority-key.pem'));
    writeFileSync(path.join(folder, 'demo-cards', 'kept'), '');
    expect(() => demoCards(settings())).toThrow(/holds no demo card issuer/);
  });
});
