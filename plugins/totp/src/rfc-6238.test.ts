import { describe, expect, it } from '@jest/globals';
import { openBench } from '@countersign/authenticator-kit/conformance';
import type { CodeShape } from '@countersign/oath';
import { importTotpDevice, totpAuthenticator } from './index.ts';

const seed = (length: number) => new TextEncoder().encode('1234567890'.repeat(7).slice(0, length));
const seeds = { sha1: seed(20), sha256: seed(32), sha512: seed(64) } as const;

/** Whether our plugin, at this instant, accepts this code of a token with the seed of RFC 6238 appendix B. */
async function accepts(seconds: number, code: string, shape: CodeShape, periodSeconds: 30 | 60 = 30): Promise<boolean> {
  const bench = await openBench(totpAuthenticator());
  const { ports, subject, authenticator } = bench;
  ports.clock.advance(seconds * 1_000 - ports.clock.now().getTime());
  const key = { ...shape, secret: seeds[shape.algorithm], counter: 0, periodSeconds, driftSteps: 0 };
  await ports.tables.transaction((tx) => importTotpDevice(ports, tx, { profileUuid: subject.profileUuid, key }));
  const parsed = authenticator.parse({ code });
  if (!parsed.ok) throw new Error(parsed.message);
  const accepted = await bench.consume(await authenticator.verify(bench.flow(), subject, parsed.answer));
  await bench.close();
  return accepted;
}

describe('the vectors of RFC 6238 appendix B, against the plugin', () => {
  const vectors = [
    [59, '94287082', '46119246', '90693936'],
    [1_111_111_109, '07081804', '68084774', '25091201'],
    [1_111_111_111, '14050471', '67062674', '99943326'],
    [1_234_567_890, '89005924', '91819424', '93441116'],
    [2_000_000_000, '69279037', '90698825', '38618901'],
    [20_000_000_000, '65353130', '77737706', '47863826'],
  ] as const;

  it.each(vectors)(
    'at second %i a token of 8 digits shows %s (SHA-1), %s (SHA-256), %s (SHA-512)',
    async (at, sha1, sha256, sha512) => {
      expect(await accepts(at, sha1, { digits: 8, algorithm: 'sha1' })).toBe(true);
      expect(await accepts(at, sha256, { digits: 8, algorithm: 'sha256' })).toBe(true);
      expect(await accepts(at, sha512, { digits: 8, algorithm: 'sha512' })).toBe(true);
    },
  );

  it('holds for six digits, which are the last six of eight', async () => {
    expect(await accepts(59, '287082', { digits: 6, algorithm: 'sha1' })).toBe(true);
    expect(await accepts(59, '287 082', { digits: 6, algorithm: 'sha1' })).toBe(true);
  });

  it('takes no code of another length or algorithm than the token’s own', async () => {
    expect(await accepts(59, '287082', { digits: 8, algorithm: 'sha1' })).toBe(false);
    expect(await accepts(59, '94287082', { digits: 6, algorithm: 'sha1' })).toBe(false);
    expect(await accepts(59, '46119246', { digits: 8, algorithm: 'sha1' })).toBe(false);
  });

  it('counts in steps of 60 seconds for a token that does', async () => {
    // Step 1 of 60 seconds has the code of step 1 of 30 seconds, which is the vector of second 59.
    const shape: CodeShape = { digits: 8, algorithm: 'sha1' };
    expect(await accepts(119, '94287082', shape, 60)).toBe(true);
    expect(await accepts(179, '94287082', shape, 60)).toBe(true);
    expect(await accepts(180, '94287082', shape, 60)).toBe(false);
    expect(await accepts(119, '94287082', shape, 30)).toBe(false);
  });
});
