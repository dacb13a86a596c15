import { beforeEach, describe, expect, it } from '@jest/globals';
import { openBench, testPorts, type Bench } from '@countersign/authenticator-kit/conformance';
import type { ChoiceOutcome } from '@countersign/authenticator-kit';
import { passwordAuthenticator, type PasswordAnswer } from './index.ts';

const FIRST = 'seven green ferries tonight';
const NEXT = 'eight quiet lanterns at noon';
let bench: Bench<PasswordAnswer>;

beforeEach(async () => {
  bench = await openBench(passwordAuthenticator());
});

function choose(secret: string, confirmation = secret): Promise<ChoiceOutcome> {
  const { memorised } = bench.authenticator;
  if (memorised === undefined) throw new Error('not memorised');
  return memorised.choose(bench.subject, [], { secret, confirmation });
}

async function set(secret: string): Promise<boolean> {
  const outcome = await choose(secret);
  if (outcome.outcome === 'refused') throw new Error(outcome.code);
  return bench.ports.tables.transaction((tx) => outcome.consume(tx));
}

const codeFor = async (secret: string, confirmation?: string) => {
  const outcome = await choose(secret, confirmation);
  return outcome.outcome === 'refused' ? outcome.code : 'accepted';
};

const verify = (password: string) => bench.authenticator.verify(bench.flow(), bench.subject, { password });

describe('a new password', () => {
  it('has 12 to 128 code points after NFC, of any kind (P1)', async () => {
    expect(await codeFor('gR8!kW2#pQ5')).toBe('PASSWORD_TOO_SHORT');
    expect(await codeFor('gR8!kW2#pQ5x')).toBe('accepted');
    expect(await codeFor('天地玄黃宇宙洪荒日月盈')).toBe('PASSWORD_TOO_SHORT');
    expect(await codeFor('天地玄黃宇宙洪荒日月盈昃')).toBe('accepted');
    expect(await codeFor('⛵🏮🎐🧧🀄️🎋🎍⛩🚡🚠🛳🌊')).toBe('accepted');
    const words = 'ferry lantern harbour noon tide wind '.repeat(4);
    expect(await codeFor(words.slice(0, 128))).toBe('accepted');
    expect(await codeFor(words.slice(0, 129))).toBe('PASSWORD_TOO_LONG');
    // 14 code points as typed, 11 after NFC.
    expect(await codeFor('e\u0301tude u\u0308 a\u0300x')).toBe('PASSWORD_TOO_SHORT');
  });

  it('must be typed twice alike, is not trimmed, and is the same in both Unicode forms', async () => {
    expect(await codeFor(FIRST, `${FIRST} `)).toBe('PASSWORD_MISMATCH');
    expect(await codeFor('caf\u00e9 at the star ferry', 'cafe\u0301 at the star ferry')).toBe('accepted');
    await set('caf\u00e9 at the star ferry');
    const parsed = bench.authenticator.parse({ password: 'cafe\u0301 at the star ferry' });
    expect(parsed.ok && (await verify(parsed.answer.password)).outcome).toBe('accepted');
    expect((await verify('caf\u00e9 at the star ferry ')).outcome).toBe('rejected');
  });

  it('is told why it is blocklisted, without being repeated', async () => {
    const outcome = await choose('HKABC101-hkex-2026');
    expect(outcome).toMatchObject({ outcome: 'refused', code: 'PASSWORD_BLOCKLISTED' });
    expect(outcome.outcome === 'refused' && outcome.message).toContain('made of names');
    expect(JSON.stringify(outcome)).not.toContain('hkex-2026');
  });

  it('is none of the last five, and may be the sixth last (P4)', async () => {
    const numbered = (number: number) => `${FIRST} number ${number}`;
    for (let number = 1; number <= 5; number += 1) expect(await set(numbered(number))).toBe(true);
    for (let number = 1; number <= 5; number += 1) expect(await codeFor(numbered(number))).toBe('PASSWORD_REUSED');
    await set(numbered(6));
    expect(await codeFor(numbered(1))).toBe('accepted');
    expect(await codeFor(numbered(2))).toBe('PASSWORD_REUSED');
  });

  it('that is ill-formed Unicode or megabytes long is refused before any hashing', async () => {
    expect(await codeFor(`${FIRST}\ud800`)).toBe('PASSWORD_MALFORMED');
    expect(await codeFor('x'.repeat(1_000_000))).toBe('PASSWORD_TOO_LONG');
    expect(bench.authenticator.parse({ password: `${FIRST}\ud800` })).toMatchObject({
      ok: false,
      code: 'PASSWORD_MALFORMED',
    });
  });
});

describe('a password in use', () => {
  it('that is changed between comparing and committing no longer proves (O16)', async () => {
    await set(FIRST);
    const verdict = await verify(FIRST);
    expect(verdict.outcome).toBe('accepted');
    await set(NEXT);
    expect(await bench.consume(verdict)).toBe(false);
    expect((await verify(FIRST)).outcome).toBe('rejected');
    expect(await bench.consume(await verify(NEXT))).toBe(true);
  });

  it('is rehashed at its next correct use when the cost rose, for all of 8 parallel logins (P3)', async () => {
    await set(FIRST);
    const { ports, subject } = bench;
    const dearer = passwordAuthenticator({ cost: { memoryCost: 20_480, timeCost: 2, parallelism: 1 } }).create(ports);
    const verdicts = await Promise.all(
      Array.from({ length: 8 }, () => dearer.verify(bench.flow(), subject, { password: FIRST })),
    );
    const proofs = await Promise.all(verdicts.map((verdict) => bench.consume(verdict)));
    expect(proofs).toEqual(Array.from({ length: 8 }, () => true));
    expect((await ports.dump()).tables).toMatch(/authenticator_password_credential.*m=20480,t=2,p=1/);
    expect((await verify(FIRST)).outcome).toBe('accepted');
  });

  it('keeps its pepper out of the table, and refuses to start without it', async () => {
    const plugin = passwordAuthenticator();
    const ports = testPorts(plugin.manifest.tables ?? [], {
      pepper: new TextEncoder().encode('pepper of the first house'),
    });
    const peppered = plugin.create(ports);
    const outcome = await peppered.memorised?.choose(bench.subject, [], { secret: FIRST, confirmation: FIRST });
    if (outcome?.outcome !== 'accepted') throw new Error('refused');
    await ports.tables.transaction((tx) => outcome.consume(tx));
    expect((await peppered.verify(bench.flow(), bench.subject, { password: FIRST })).outcome).toBe('accepted');

    const without = plugin.create({ ...ports, secrets: { ...ports.secrets, pepper: null } });
    await expect(without.start?.()).rejects.toMatchObject({ code: 'PEPPER_MISSING' });
    expect((await without.verify(bench.flow(), bench.subject, { password: FIRST })).outcome).toBe('rejected');
  });

  it('floods end in TOO_BUSY instead of piling up (threats 3)', async () => {
    await set(FIRST);
    const narrow = passwordAuthenticator({ concurrency: 1, waiting: 2 }).create(bench.ports);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, () => narrow.verify(bench.flow(), bench.subject, { password: NEXT })),
    );
    const busy = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(busy.length).toBeGreaterThan(0);
    for (const outcome of busy) expect(outcome.reason).toMatchObject({ code: 'TOO_BUSY' });
  });

  it('floods hash beside the event loop, which goes on turning for everybody else (threats 3)', async () => {
    await set(FIRST);
    const one = passwordAuthenticator({ concurrency: 1, waiting: 64 }).create(bench.ports);
    await one.verify(bench.flow(), bench.subject, { password: NEXT });
    let settled = 0;
    const flood = Array.from({ length: 20 }, () =>
      one.verify(bench.flow(), bench.subject, { password: NEXT }).finally(() => (settled += 1)),
    );
    let turns = 0;
    while (settled < flood.length) {
      turns += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    // A hash on the event loop would leave it about one turn for each.
    expect(turns).toBeGreaterThan(10 * flood.length);
    await Promise.all(flood);
  });

  it('cannot be configured weaker than the floor', () => {
    expect(() => passwordAuthenticator({ minimumLength: 7 })).toThrow(RangeError);
    expect(() => passwordAuthenticator({ cost: { memoryCost: 4_096, timeCost: 2, parallelism: 1 } })).toThrow(
      RangeError,
    );
  });
});
