import { describe, expect, it } from '@jest/globals';
import { oneTimePassword } from './index.ts';

const seed = (length: number) => new TextEncoder().encode('1234567890'.repeat(7).slice(0, length));

describe('RFC 4226 appendix D', () => {
  const codes = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'];

  it.each(codes.map((code, counter) => ({ counter, code })))('counter $counter gives $code', ({ counter, code }) => {
    expect(oneTimePassword({ secret: seed(20), counter })).toBe(code);
  });
});

describe('RFC 6238 appendix B', () => {
  const vectors = [
    [59, '94287082', '46119246', '90693936'],
    [1_111_111_109, '07081804', '68084774', '25091201'],
    [1_111_111_111, '14050471', '67062674', '99943326'],
    [1_234_567_890, '89005924', '91819424', '93441116'],
    [2_000_000_000, '69279037', '90698825', '38618901'],
    [20_000_000_000, '65353130', '77737706', '47863826'],
  ] as const;

  it.each(vectors)('second %i gives %s (SHA-1), %s (SHA-256), %s (SHA-512)', (seconds, sha1, sha256, sha512) => {
    const counter = Math.floor(seconds / 30);
    const code = (algorithm: 'sha1' | 'sha256' | 'sha512', length: number) =>
      oneTimePassword({ secret: seed(length), counter, digits: 8, algorithm });
    expect([code('sha1', 20), code('sha256', 32), code('sha512', 64)]).toEqual([sha1, sha256, sha512]);
  });
});
