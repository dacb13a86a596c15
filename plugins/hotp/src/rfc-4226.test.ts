import { describe, expect, it } from '@jest/globals';
import { answer, nextCounter, withToken } from './test-bench.ts';

const codes = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'];

describe('the vectors of RFC 4226 appendix D, against the plugin', () => {
  it.each(codes.map((code, counter) => ({ counter, code })))(
    'counter $counter shows $code, and is spent by it',
    async ({ counter, code }) => {
      const bench = await withToken(counter);
      expect(await answer(bench, code)).toBe('accepted');
      expect(await nextCounter(bench)).toBe(counter + 1);
      await bench.close();
    },
  );

  it('are accepted one after the other, each once', async () => {
    const bench = await withToken();
    for (const code of codes) {
      expect(await answer(bench, code)).toBe('accepted');
      expect(await answer(bench, code)).toBe('ALREADY_USED');
    }
    await bench.close();
  });

  it('are also found with eight digits, as RFC 6238 appendix B shows them', async () => {
    const bench = await withToken(1, { digits: 8, algorithm: 'sha1' });
    expect(await answer(bench, '287082')).toBe('WRONG');
    expect(await answer(bench, '94287082')).toBe('accepted');
    await bench.close();
  });
});
