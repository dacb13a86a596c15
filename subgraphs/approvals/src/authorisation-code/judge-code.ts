import { timingSafeEqual } from 'node:crypto';
import { codeMonth, previousCodeMonth } from './code-month.ts';
import { deriveCode } from './derive-code.ts';
import { normaliseCode } from './normalise-code.ts';

/** MATCH now; LAST_MONTH was right until the month turned; WRONG is anything else. */
export type CodeVerdict = 'MATCH' | 'LAST_MONTH' | 'WRONG';

const NO_CODE = '-'.repeat(10);

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a, 'ascii'), Buffer.from(b, 'ascii'));
}

/** Compares what was typed with the code of the instant's own Hong Kong month, and with last month's for the hint (W2, section 8). */
export function judgeCode(
  key: Uint8Array,
  holder: { readonly checkerUuid: string; readonly version: number },
  typed: string,
  at: Date,
): CodeVerdict {
  const given = normaliseCode(typed) ?? NO_CODE;
  const ofMonth = (month: string) =>
    deriveCode(key, { checkerUuid: holder.checkerUuid, version: holder.version, month });
  const isCurrent = isSame(given, ofMonth(codeMonth(at).name));
  const isLastMonths = isSame(given, ofMonth(previousCodeMonth(at).name));
  if (isCurrent) return 'MATCH';
  return isLastMonths ? 'LAST_MONTH' : 'WRONG';
}
