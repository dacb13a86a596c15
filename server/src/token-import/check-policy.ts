import type { Element } from '@xmldom/xmldom';
import { child, children, textIn } from './elements.ts';
import { TokenUnusable } from './token.ts';

const understood: readonly string[] = ['StartDate', 'ExpiryDate', 'KeyUsage', 'PINPolicy'];

function dateIn(policy: Element, name: string): number | null {
  const text = textIn(child(policy, name));
  if (text === null) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new TokenUnusable('TOKEN_POLICY', `The key's ${name} is no date.`);
  return at;
}

function checkDates(policy: Element, now: number): void {
  const [starts, ends] = [dateIn(policy, 'StartDate'), dateIn(policy, 'ExpiryDate')];
  if (starts !== null && now < starts)
    throw new TokenUnusable('TOKEN_OUT_OF_DATE', 'The key may not be used yet, by its start date.');
  if (ends !== null && now >= ends)
    throw new TokenUnusable('TOKEN_OUT_OF_DATE', 'The key may not be used any more: its expiry date has passed.');
}

function checkUse(policy: Element): void {
  const foreign = [...policy.children].find((element) => !understood.includes(element.localName ?? ''));
  if (foreign !== undefined)
    throw new TokenUnusable('TOKEN_POLICY', `The key's policy says ${foreign.localName}, which cannot be kept here.`);
  const usages = children(policy, 'KeyUsage').map(textIn);
  if (usages.length > 0 && !usages.includes('OTP'))
    throw new TokenUnusable('TOKEN_POLICY', 'The key was not made for one-time codes.');
  const pin = child(policy, 'PINPolicy')?.getAttribute('PINUsageMode') ?? 'Local';
  if (pin !== 'Local')
    throw new TokenUnusable('TOKEN_POLICY', 'The key wants a PIN inside the code, which cannot be checked here.');
}

/** Refuses a key that its policy does not let be used here and now; a policy that is not understood forbids it (RFC 6030 5). */
export function checkPolicy(key: Element, now: Date): void {
  const policy = child(key, 'Policy');
  if (policy === null) return;
  checkUse(policy);
  checkDates(policy, now.getTime());
}
