import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openBench, type Bench } from '@countersign/authenticator-kit/conformance';
import { recoveryCodeAuthenticator } from './index.ts';
import { drawCode, printed, readCode, type RecoveryCode } from './recovery-code.ts';

/** Spellings of one code that a person may type. */
const spellings = (code: string): readonly string[] => {
  const bare = code.replaceAll('-', '');
  return [
    bare,
    code.toLowerCase(),
    ` ${code} `,
    code.replaceAll('-', ' '),
    bare.replaceAll('0', 'O').replaceAll('1', 'l'),
    bare.replaceAll('0', 'o').replaceAll('1', 'I'),
    bare.match(/../g)?.join('-') ?? '',
  ];
};

describe('a printed code', () => {
  it('is twelve letters of an alphabet of 32, so 60 bits, in three groups', () => {
    let next = 0;
    const codes = Array.from({ length: 64 }, () =>
      drawCode((length) => Uint8Array.from({ length }, () => (next = (next + 7) % 256))),
    );
    expect(printed('7K3M9QXR2VBN')).toBe('7K3M-9QXR-2VBN');
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/);
    expect(new Set(codes.join('')).size).toBe(32);
  });

  it('is read however it is spaced and cased, and as nothing else (O6)', () => {
    for (const spelling of spellings('01AB-CDEF-01ZZ')) expect(readCode(spelling)).toEqual(readCode('01ABCDEF01ZZ'));
    const odd = ['０1AB-CDEF-01ZZ', '01AB-CDEF-01ZZ\n', '01AB-CDEF-01Z', '01AB-CDEF-01ZU', '01AB_CDEF_01ZZ', ''];
    for (const other of [...odd, 12, null, undefined, {}]) expect(readCode(other).ok).toBe(false);
  });
});

describe('a list of recovery codes', () => {
  let bench: Bench<RecoveryCode>;
  beforeAll(async () => {
    bench = await openBench(recoveryCodeAuthenticator());
  });
  afterAll(() => bench.close());

  const issue = (profileUuid = bench.subject.profileUuid): Promise<readonly string[]> =>
    bench.ports.tables.transaction(async (tx) => (await bench.authenticator.issuance?.issue(tx, profileUuid)) ?? []);
  const left = () =>
    bench.ports.tables.read(async (tx) => bench.authenticator.issuance?.left(tx, bench.subject.profileUuid));
  const use = async (code: string): Promise<boolean> => {
    const parsed = bench.authenticator.parse({ code });
    if (!parsed.ok) return false;
    return bench.consume(await bench.authenticator.verify(bench.flow(), bench.subject, parsed.answer));
  };

  it('has ten codes, each good once, in no spelling twice (O6)', async () => {
    const codes = await issue();
    expect(codes).toHaveLength(10);
    for (const [position, code] of codes.entries()) {
      expect(await use(code)).toBe(true);
      expect(await left()).toBe(9 - position);
      for (const spelling of spellings(code)) expect(await use(spelling)).toBe(false);
    }
  });

  it('ends when a newer one is handed out, used or not', async () => {
    const [old] = await issue();
    const pending = await bench.authenticator.verify(bench.flow(), bench.subject, {
      code: (old ?? '').replaceAll('-', ''),
    });
    const [fresh] = await issue();
    expect(await bench.consume(pending)).toBe(false);
    expect(await use(old ?? '')).toBe(false);
    expect(await use(fresh ?? '')).toBe(true);
  });

  it('is one person’s own', async () => {
    const [code] = await issue(bench.stranger.profileUuid);
    expect(await use(code ?? '')).toBe(false);
  });
});
