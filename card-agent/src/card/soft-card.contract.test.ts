import { execFileSync } from 'node:child_process';
import { createHash, verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CKF } from '../cryptoki/cryptoki-constants.ts';
import { openSoftCards, type SoftCards } from '../testing/soft-cards.ts';
import type { Card } from './card.ts';
import { openCardDesk } from './card-desk.ts';

const STATEMENT = Buffer.from('countersign-smartcard-v1\npurpose: LOGIN', 'utf8');
const bytes = STATEMENT.toString('base64');

let cards: SoftCards;
beforeAll(async () => {
  cards = openSoftCards();
  // One after the other: SoftHSM reads the folder of every token when it starts.
  await cards.make({ label: 'RSA', key: 'RSA_2048' });
  await cards.make({ label: 'EC' });
});
afterAll(() => cards.remove());

async function read(label: string): Promise<Card> {
  const done = await cards.desk({ do: 'READ' });
  const card = done.ok ? done.cards?.find((one) => one.label === label) : undefined;
  if (card === undefined) throw new Error(`no card ${label}: ${JSON.stringify(done)}`);
  return card;
}

async function sign(card: Card, pin = '123456') {
  return cards.desk({
    do: 'SIGN',
    serial: card.serial,
    fingerprint: card.certificates[0]?.fingerprint ?? '',
    pin,
    bytes,
  });
}

/** The same bytes signed by somebody else's program on the same token. */
function pkcs11Tool(serial: string, mechanism: string, input: Buffer): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-pkcs11-'));
  try {
    const [from, to] = [path.join(folder, 'in'), path.join(folder, 'out')];
    writeFileSync(from, input);
    const how = ['--module', cards.module, '--token-label', serial, '--login', '--pin', '123456', '--id', '01'];
    execFileSync('pkcs11-tool', [...how, '--sign', '-m', mechanism, '-i', from, '-o', to], {
      env: cards.environment,
      stdio: 'ignore',
    });
    return readFileSync(to);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const publicKeyOf = (card: Card) =>
  new X509Certificate(Buffer.from(card.certificates[0]?.certificate ?? '', 'base64')).publicKey;

describe('a card of SoftHSM', () => {
  it('signs by RSA exactly as pkcs11-tool has it sign, and node:crypto verifies it', async () => {
    const card = await read('RSA');
    expect(card.certificates).toMatchObject([{ key: 'RSA', name: 'RSA' }]);
    const done = await sign(card);
    const signature = Buffer.from((done.ok && done.signature) || '', 'base64');
    expect(verify('sha256', STATEMENT, publicKeyOf(card), signature)).toBe(true);
    expect(signature.equals(pkcs11Tool('RSA', 'SHA256-RSA-PKCS', STATEMENT))).toBe(true);
  });

  it('signs by P-256 what node:crypto verifies, as it verifies what pkcs11-tool has it sign', async () => {
    const card = await read('EC');
    const key = { key: publicKeyOf(card), dsaEncoding: 'ieee-p1363' as const };
    const hash = createHash('sha256').update(STATEMENT).digest();
    const done = await sign(card);
    expect(verify('sha256', STATEMENT, key, Buffer.from((done.ok && done.signature) || '', 'base64'))).toBe(true);
    expect(verify('sha256', STATEMENT, key, pkcs11Tool('EC', 'ECDSA', hash))).toBe(true);
  });

  it('refuses a wrong PIN and tells that tries run low', async () => {
    await cards.make({ label: 'WRONG' });
    const card = await read('WRONG');
    expect(await sign(card, '000000')).toMatchObject({ ok: false, code: 'PIN_WRONG', states: ['PIN_COUNT_LOW'] });
    expect(await sign(card)).toMatchObject({ ok: true });
    expect((await read('WRONG')).states).toEqual([]);
  });

  it('tells final try, locked and must-change from the token’s flags, before any PIN', async () => {
    await cards.make({ label: 'FLAGS' });
    cards.raise('FLAGS', CKF.USER_PIN_FINAL_TRY | CKF.USER_PIN_LOCKED | CKF.USER_PIN_TO_BE_CHANGED);
    expect((await read('FLAGS')).states).toEqual(['LOCKED', 'FINAL_TRY', 'PIN_MUST_CHANGE']);
  });

  it('calls a wrong PIN that locked the card a locked card', async () => {
    await cards.make({ label: 'LOCKS' });
    const card = await read('LOCKS');
    cards.raise('LOCKS', CKF.USER_PIN_LOCKED);
    expect(await sign(card, '000000')).toMatchObject({ ok: false, code: 'PIN_LOCKED' });
  });

  it('changes a PIN: the former one no longer signs', async () => {
    await cards.make({ label: 'CHANGE' });
    const card = await read('CHANGE');
    const change = { do: 'CHANGE_PIN', serial: card.serial, newPin: '654321' } as const;
    expect(await cards.desk({ ...change, pin: '111111' })).toMatchObject({ ok: false, code: 'PIN_WRONG' });
    expect(await cards.desk({ ...change, pin: '123456' })).toEqual({ ok: true });
    expect(await sign(card)).toMatchObject({ code: 'PIN_WRONG' });
    expect(await sign(card, '654321')).toMatchObject({ ok: true });
  });

  it('sets a new PIN by the unblocking key, and by no other key', async () => {
    await cards.make({ label: 'UNBLOCK' });
    cards.raise('UNBLOCK', CKF.USER_PIN_LOCKED);
    const { serial } = await read('UNBLOCK');
    const order = { do: 'UNBLOCK', serial, newPin: '778899' } as const;
    expect(await cards.desk({ ...order, unblockingKey: '00000000' })).toMatchObject({ code: 'UNBLOCKING_KEY_WRONG' });
    expect(await cards.desk({ ...order, unblockingKey: '87654321' })).toEqual({ ok: true });
    const card = await read('UNBLOCK');
    expect(card.states).toEqual([]);
    expect(await sign(card, '778899')).toMatchObject({ ok: true });
  });

  it('is read once for all who ask at the same time', async () => {
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => cards.desk({ do: 'READ' })));
    for (const other of others) expect(other).toBe(first);
    expect(await cards.desk({ do: 'READ' })).not.toBe(first);
  });

  it('says that a card was removed which was there before', async () => {
    await cards.make({ label: 'PULLED' });
    const card = await read('PULLED');
    cards.pull('PULLED');
    expect(await sign(card)).toMatchObject({ ok: false, code: 'CARD_REMOVED' });
  });
});

describe('a module that fails', () => {
  const desk = (module: string, patienceMs = 60_000) =>
    openCardDesk({ module, patienceMs, environment: cards.environment });

  it('is named when it is no PKCS#11 module', async () => {
    expect(await desk('/nowhere/module.so')({ do: 'READ' })).toMatchObject({ code: 'READER_MODULE_FAILED' });
    expect(await desk(import.meta.filename)({ do: 'READ' })).toMatchObject({ code: 'READER_MODULE_FAILED' });
  });

  it('is given up when it takes too long, and the next errand is served', async () => {
    const hanging = desk(cards.module, 1);
    expect(await hanging({ do: 'READ' })).toEqual({ ok: false, code: 'CARD_TIMEOUT' });
    expect(await cards.desk({ do: 'READ' })).toMatchObject({ ok: true });
  });
});

it.each(['RSA', 'EC'])('%s: the private key was made on the token and cannot leave it', (label) => {
  const listed = execFileSync(
    'pkcs11-tool',
    ['--module', cards.module, '--token-label', label, '--login', '--pin', '123456', '-O', '--type', 'privkey'],
    { env: cards.environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  expect(listed).toMatch(/never extractable, local/);
});
